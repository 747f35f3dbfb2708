// Made by `npx tsx scripts/client-types.ts` of /openapi.json. Do not edit.
export interface paths {
  "/v1/detect": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Find faces: box, five points, score, quality with reasons */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "on_multiple": "largest"
           *   }
           */
          "application/json": components["schemas"]["DetectRequest"];
          "multipart/form-data": {
            /** Format: binary */
            image: Blob;
            /**
             * @description When a picture shows several faces.
             * @default all
             * @enum {string}
             */
            on_multiple?: "all" | "largest" | "error";
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description The faces, largest first; none is an answer too when all are asked for. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "picture": {
             *     "width": 1920,
             *     "height": 1280,
             *     "format": "jpeg",
             *     "orientation": 1,
             *     "faces": 3
             *     },
             *     "faces": [
             *     {
             *       "box": {
             *       "x": 1462.1,
             *       "y": 215.8,
             *       "width": 218.8,
             *       "height": 213.6
             *       },
             *       "points": {
             *       "left_eye": {
             *         "x": 1555.5,
             *         "y": 281.3
             *       },
             *       "right_eye": {
             *         "x": 1614.3,
             *         "y": 337.9
             *       },
             *       "nose": {
             *         "x": 1549,
             *         "y": 336.6
             *       },
             *       "left_mouth": {
             *         "x": 1493.7,
             *         "y": 348.5
             *       },
             *       "right_mouth": {
             *         "x": 1548.3,
             *         "y": 398.7
             *       }
             *       },
             *       "score": 0.9971,
             *       "rotation": 0,
             *       "quality": {
             *       "score": 0.397,
             *       "eye_distance": 81.6,
             *       "sharpness": 334.9,
             *       "brightness": 101.3,
             *       "yaw": -8.4,
             *       "roll": 43.9,
             *       "reasons": [
             *         {
             *         "code": "tilted",
             *         "value": 43.94,
             *         "limit": 40
             *         }
             *       ]
             *       }
             *     }
             *     ]
             *   }
             */
            "application/json": {
              picture: components["schemas"]["Picture"];
              faces: components["schemas"]["Face"][];
            };
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `no_face`: No face was found. `multiple_faces`: More than one face was found. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "no_face" | "multiple_faces";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/embed": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Faces as unit vectors, with the id of the encoder */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "on_multiple": "largest"
           *   }
           */
          "application/json": components["schemas"]["EmbedRequest"];
          "multipart/form-data": {
            /** Format: binary */
            image: Blob;
            /**
             * @description The id of an encoder, as /v1/models lists them.
             * @example mobilefacenet-128
             */
            model?: string;
            /**
             * @description When a picture shows several faces.
             * @default all
             * @enum {string}
             */
            on_multiple?: "all" | "largest" | "error";
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description One embedding a face, largest first. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "model": "mobilefacenet-128",
             *     "picture": {
             *     "width": 1920,
             *     "height": 1280,
             *     "format": "jpeg",
             *     "orientation": 1,
             *     "faces": 3
             *     },
             *     "faces": [
             *     {
             *       "box": {
             *       "x": 1462.1,
             *       "y": 215.8,
             *       "width": 218.8,
             *       "height": 213.6
             *       },
             *       "points": {
             *       "left_eye": {
             *         "x": 1555.5,
             *         "y": 281.3
             *       },
             *       "right_eye": {
             *         "x": 1614.3,
             *         "y": 337.9
             *       },
             *       "nose": {
             *         "x": 1549,
             *         "y": 336.6
             *       },
             *       "left_mouth": {
             *         "x": 1493.7,
             *         "y": 348.5
             *       },
             *       "right_mouth": {
             *         "x": 1548.3,
             *         "y": 398.7
             *       }
             *       },
             *       "score": 0.9971,
             *       "rotation": 0,
             *       "quality": {
             *       "score": 0.397,
             *       "eye_distance": 81.6,
             *       "sharpness": 334.9,
             *       "brightness": 101.3,
             *       "yaw": -8.4,
             *       "roll": 43.9,
             *       "reasons": [
             *         {
             *         "code": "tilted",
             *         "value": 43.94,
             *         "limit": 40
             *         }
             *       ]
             *       },
             *       "embedding": [
             *       -0.00239508,
             *       -0.0189051,
             *       0.0232385,
             *       0.0766354
             *       ]
             *     }
             *     ]
             *   }
             */
            "application/json": {
              /**
               * @description The id of an encoder, as /v1/models lists them.
               * @example mobilefacenet-128
               */
              model: string;
              picture: components["schemas"]["Picture"];
              /** @description An encoder of whole pictures gives one embedding, which is of no face. */
              faces: ((components["schemas"]["Face"] & {
                embedding: number[];
              }) | {
                embedding: number[];
              })[];
            };
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `no_face`: No face was found. `multiple_faces`: More than one face was found. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "no_face" | "multiple_faces";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Do two sides show the same person */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "a": {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/"
           *     },
           *     "b": {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/"
           *     },
           *     "fmr": 0.001
           *   }
           */
          "application/json": components["schemas"]["VerifyRequest"];
          "multipart/form-data": {
            a: Blob | components["schemas"]["Side"];
            b: Blob | components["schemas"]["Side"];
            /**
             * @description The id of an encoder, as /v1/models lists them.
             * @example mobilefacenet-128
             */
            model?: string;
            /**
             * @description When a picture shows several faces; all: the closest pair decides, and `comparisons` says of how many.
             * @default largest
             * @enum {string}
             */
            on_multiple?: "largest" | "error" | "all";
            /** @description Squared L2 distance up to which two faces are of one person. Excludes fmr. */
            threshold?: number;
            /**
             * @description The false match rate wanted; the threshold comes from the calibration of the encoder. Excludes threshold.
             * @example 0.001
             */
            fmr?: number;
            /**
             * @description By which curve rates are read: the gallery's own, as calibrate measured it, or the one that came with the encoder. Without it the gallery's own where there is one that is not stale.
             * @enum {string}
             */
            curve?: "gallery" | "shipped";
            /**
             * @description distance: the distance decides. logistic: a head decides, and a threshold is the least probability, 0..1.
             * @default distance
             * @enum {string}
             */
            method?: "distance" | "logistic";
            /**
             * @description With logistic, the id of a head, as /v1/models lists them; the encoder's first where none is named.
             * @example mobilefacenet-128-abs-difference
             */
            head?: string;
          };
        };
      };
      responses: {
        /** @description The decision and what it rests on. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "same": true,
             *     "distance": 0.555232,
             *     "threshold": 1.172,
             *     "fmr": 0.001,
             *     "basis": "fmr",
             *     "curve": {
             *     "of": "shipped",
             *     "measured_on": "LFW development view, train list (its genuine pairs; every two pictures of different people), and 30 people in 64 px web crops (every two pictures): at every rate the stricter of the two. Below 1e-4 the 30 people decide, so take it as an order of magnitude.",
             *     "impostor_pairs": 2272081,
             *     "genuine_pairs": 51851,
             *     "elsewhere": "Of 30 people in 64 px web crops who were not measured: asked for an FMR of 0.001 they got 0.0018 (0.0006 to 0.0036), for an FMR of 0.01 they got 0.017 (0.0089 to 0.027), for an FMR of 0.1 they got 0.11 (0.083 to 0.16), for an FPIR of 0.01 in galleries of 10 they got 0.024 (0.0042 to 0.059), for an FPIR of 0.1 in galleries of 10 they got 0.19 (0.097 to 0.3); with 95 % intervals. Of 963 people of LF...",
             *     "own": null
             *     },
             *     "probability": 0.999696,
             *     "prior": 0.5,
             *     "method": "distance",
             *     "head": null,
             *     "model": "mobilefacenet-128",
             *     "comparisons": 1,
             *     "a": {
             *     "kind": "picture",
             *     "face": {
             *       "box": {
             *       "x": 1462.1,
             *       "y": 215.8,
             *       "width": 218.8,
             *       "height": 213.6
             *       },
             *       "points": {
             *       "left_eye": {
             *         "x": 1555.5,
             *         "y": 281.3
             *       },
             *       "right_eye": {
             *         "x": 1614.3,
             *         "y": 337.9
             *       },
             *       "nose": {
             *         "x": 1549,
             *         "y": 336.6
             *       },
             *       "left_mouth": {
             *         "x": 1493.7,
             *         "y": 348.5
             *       },
             *       "right_mouth": {
             *         "x": 1548.3,
             *         "y": 398.7
             *       }
             *       },
             *       "score": 0.9971,
             *       "rotation": 0,
             *       "quality": {
             *       "score": 0.397,
             *       "eye_distance": 81.6,
             *       "sharpness": 334.9,
             *       "brightness": 101.3,
             *       "yaw": -8.4,
             *       "roll": 43.9,
             *       "reasons": [
             *         {
             *         "code": "tilted",
             *         "value": 43.94,
             *         "limit": 40
             *         }
             *       ]
             *       }
             *     },
             *     "picture": {
             *       "width": 1920,
             *       "height": 1280,
             *       "format": "jpeg",
             *       "orientation": 1,
             *       "faces": 3
             *     },
             *     "templates": 1
             *     },
             *     "b": {
             *     "kind": "picture",
             *     "face": {
             *       "box": {
             *       "x": 1078.5,
             *       "y": 193.3,
             *       "width": 222.5,
             *       "height": 309.5
             *       },
             *       "points": {
             *       "left_eye": {
             *         "x": 1117.5,
             *         "y": 320.7
             *       },
             *       "right_eye": {
             *         "x": 1211.6,
             *         "y": 341.3
             *       },
             *       "nose": {
             *         "x": 1134.8,
             *         "y": 385.5
             *       },
             *       "left_mouth": {
             *         "x": 1103.2,
             *         "y": 421.7
             *       },
             *       "right_mouth": {
             *         "x": 1190.9,
             *         "y": 439.9
             *       }
             *       },
             *       "score": 0.9998,
             *       "rotation": 0,
             *       "quality": {
             *       "score": 0.719,
             *       "eye_distance": 96.3,
             *       "sharpness": 204.2,
             *       "brightness": 148.2,
             *       "yaw": -17.4,
             *       "roll": 12.4,
             *       "reasons": []
             *       }
             *     },
             *     "picture": {
             *       "width": 1920,
             *       "height": 1350,
             *       "format": "jpeg",
             *       "orientation": 1,
             *       "faces": 3
             *     },
             *     "templates": 1
             *     }
             *   }
             */
            "application/json": {
              same: boolean;
              /** @description Squared L2 of unit vectors, 0 (same) .. 4. */
              distance: number;
              /** @description The largest distance, or under logistic the least probability. */
              threshold: number;
              /** @description False match rate at the threshold, as the calibration says, of one comparison. */
              fmr: number;
              /**
               * @description Where the threshold comes from.
               * @enum {string}
               */
              basis: "default" | "threshold" | "fmr";
              curve: components["schemas"]["VerifyCurve"];
              /** @description That it is the same person, at the prior. */
              probability: number;
              /** @description How many of the pairs that are asked about show one person; probability / (1 - probability) times prior / (1 - prior) for another. */
              prior: number;
              /** @enum {string} */
              method: "distance" | "logistic";
              /** @description The head that decided; null under distance. */
              head: string | null;
              /**
               * @description The id of an encoder, as /v1/models lists them.
               * @example mobilefacenet-128
               */
              model: string;
              comparisons: number;
              a: components["schemas"]["ComparedSide"];
              b: components["schemas"]["ComparedSide"];
            };
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `gallery_not_found`: There is no such gallery. `subject_not_found`: There is no such subject. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "gallery_not_found" | "subject_not_found";
            };
          };
        };
        /** @description `encoder_mismatch`: The embeddings are of different encoders. `calibration_missing`: The gallery has no calibration of its own. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "encoder_mismatch" | "calibration_missing";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `no_face`: No face was found. `multiple_faces`: More than one face was found. `embedding_invalid`: The embedding is not valid. `head_missing`: There is no such head. `threshold_unsupported`: The calibration does not support this threshold. `nothing_enrolled`: Nothing is enrolled. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "no_face" | "multiple_faces" | "embedding_invalid" | "head_missing" | "threshold_unsupported" | "nothing_enrolled";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Galleries, ordered by id, in pages */
    get: {
      parameters: {
        query?: {
          limit?: number;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "galleries": [
             *     {
             *       "id": "friends",
             *       "name": "Friends",
             *       "model": "mobilefacenet-128",
             *       "search": "memory",
             *       "templates_at_rest": "memory",
             *       "created_at": "2026-01-31T12:00:00.000Z",
             *       "retention_days": 365
             *     }
             *     ],
             *     "next_cursor": null
             *   }
             */
            "application/json": {
              galleries: components["schemas"]["Gallery"][];
              /** @description Of the next page; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries/{gallery}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a gallery */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The gallery. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "friends",
             *     "name": "Friends",
             *     "model": "mobilefacenet-128",
             *     "search": "memory",
             *     "templates_at_rest": "memory",
             *     "created_at": "2026-01-31T12:00:00.000Z",
             *     "retention_days": 365,
             *     "subjects": 31,
             *     "faces": 31,
             *     "enrolment": {
             *     "attempts": 1,
             *     "failures": 0,
             *     "failure_rate": {
             *       "rate": 0,
             *       "low": 0,
             *       "high": 0.975
             *     },
             *     "pictures": 1,
             *     "rejected": 0
             *     },
             *     "calibration": {
             *     "measured_at": "2026-01-31T12:00:00.000Z",
             *     "measured_on": {
             *       "subjects": 31,
             *       "faces": 31
             *     },
             *     "sample": {
             *       "subjects": 31,
             *       "faces": 31,
             *       "seed": 1
             *     },
             *     "approximate": false,
             *     "least": {
             *       "fmr": 0.006452,
             *       "fpir": 0.09677
             *     },
             *     "stale": null
             *     }
             *   }
             */
            "application/json": components["schemas"]["GalleryDetails"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["gallery_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    /** Create a gallery, or change its name or retention */
    put: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          /**
           * @example {
           *     "name": "Friends",
           *     "retention_days": 365
           *   }
           */
          "application/json": components["schemas"]["GalleryRequest"];
        };
      };
      responses: {
        /** @description It was there. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "friends",
             *     "name": "Friends",
             *     "model": "mobilefacenet-128",
             *     "search": "memory",
             *     "templates_at_rest": "memory",
             *     "created_at": "2026-01-31T12:00:00.000Z",
             *     "retention_days": 365
             *   }
             */
            "application/json": components["schemas"]["Gallery"];
          };
        };
        /** @description It is new. */
        201: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "friends",
             *     "name": "Friends",
             *     "model": "mobilefacenet-128",
             *     "search": "memory",
             *     "templates_at_rest": "memory",
             *     "created_at": "2026-01-31T12:00:00.000Z",
             *     "retention_days": 365
             *   }
             */
            "application/json": components["schemas"]["Gallery"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `encoder_mismatch`: The embeddings are of different encoders. `search_mismatch`: The gallery is searched elsewhere. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "encoder_mismatch" | "search_mismatch";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        /** @description `request_invalid`: The request is not valid. `search_unsupported`: No gallery can be searched so here. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "search_unsupported";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    post?: never;
    /** Delete a gallery and forget everybody in it */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It is gone. */
        204: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content?: never;
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["gallery_not_found"];
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries/{gallery}/subjects": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Subjects in pages */
    get: {
      parameters: {
        query?: {
          limit?: number;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "subjects": [
             *     {
             *       "id": "ada",
             *       "name": "Ada Lovelace",
             *       "created_at": "2026-01-31T12:00:00.000Z",
             *       "consent": {
             *       "given_at": "2026-01-31T12:00:00.000Z",
             *       "reference": "terms-2026-01",
             *       "by": null
             *       },
             *       "expires_at": "2027-01-31T12:00:00.000Z",
             *       "faces": [
             *       {
             *         "id": "5c0f9a1e7b3d4f62000000000000000a",
             *         "created_at": "2026-01-31T12:00:00.000Z",
             *         "quality": 0.397
             *       }
             *       ]
             *     },
             *     {
             *       "id": "guest-0",
             *       "name": null,
             *       "created_at": "2026-01-31T12:00:00.000Z",
             *       "consent": null,
             *       "expires_at": "2027-01-31T12:00:00.000Z",
             *       "faces": [
             *       {
             *         "id": "5c0f9a1e7b3d4f62000000000000000d",
             *         "created_at": "2026-01-31T12:00:00.000Z",
             *         "quality": 1
             *       }
             *       ]
             *     }
             *     ],
             *     "next_cursor": "guest-0"
             *   }
             */
            "application/json": {
              subjects: components["schemas"]["Subject"][];
              /** @description Of the next page; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["gallery_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries/{gallery}/subjects/{subject}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a subject */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          subject: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The subject and the ids of its faces. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "ada",
             *     "name": "Ada Lovelace",
             *     "created_at": "2026-01-31T12:00:00.000Z",
             *     "consent": {
             *     "given_at": "2026-01-31T12:00:00.000Z",
             *     "reference": "terms-2026-01",
             *     "by": null
             *     },
             *     "expires_at": "2027-01-31T12:00:00.000Z",
             *     "faces": [
             *     {
             *       "id": "5c0f9a1e7b3d4f62000000000000000a",
             *       "created_at": "2026-01-31T12:00:00.000Z",
             *       "quality": 0.397
             *     }
             *     ]
             *   }
             */
            "application/json": components["schemas"]["Subject"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `gallery_not_found`: There is no such gallery. `subject_not_found`: There is no such subject. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "gallery_not_found" | "subject_not_found";
            };
          };
        };
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    /** Forget a subject: no later answer shows it */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          subject: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description How much was forgotten. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "subject": "ada",
             *     "forgotten_faces": 0
             *   }
             */
            "application/json": {
              subject: string;
              forgotten_faces: number;
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `gallery_not_found`: There is no such gallery. `subject_not_found`: There is no such subject. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "gallery_not_found" | "subject_not_found";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    options?: never;
    head?: never;
    /** Rename a subject */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          subject: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "name": "Ada King"
           *   }
           */
          "application/json": components["schemas"]["SubjectRequest"];
        };
      };
      responses: {
        /** @description The subject as it is now. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "ada",
             *     "name": "Ada King",
             *     "created_at": "2026-01-31T12:00:00.000Z",
             *     "consent": {
             *     "given_at": "2026-01-31T12:00:00.000Z",
             *     "reference": "terms-2026-01",
             *     "by": null
             *     },
             *     "expires_at": "2027-01-31T12:00:00.000Z",
             *     "faces": [
             *     {
             *       "id": "5c0f9a1e7b3d4f62000000000000000a",
             *       "created_at": "2026-01-31T12:00:00.000Z",
             *       "quality": 0.397
             *     }
             *     ]
             *   }
             */
            "application/json": components["schemas"]["Subject"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `gallery_not_found`: There is no such gallery. `subject_not_found`: There is no such subject. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "gallery_not_found" | "subject_not_found";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    trace?: never;
  };
  "/v1/galleries/{gallery}/subjects/{subject}/export": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All that is held of a subject, templates too, and what is not held */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          subject: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description To be handed to whom it is about. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "exported_at": "2026-01-31T12:00:00.000Z",
             *     "gallery": {
             *     "id": "friends",
             *     "name": "Friends"
             *     },
             *     "subject": {
             *     "id": "ada",
             *     "name": "Ada Lovelace",
             *     "created_at": "2026-01-31T12:00:00.000Z",
             *     "consent": {
             *       "given_at": "2026-01-31T12:00:00.000Z",
             *       "reference": "terms-2026-01",
             *       "by": null
             *     },
             *     "expires_at": "2027-01-31T12:00:00.000Z",
             *     "model": "mobilefacenet-128",
             *     "faces": [
             *       {
             *       "id": "5c0f9a1e7b3d4f62000000000000000a",
             *       "created_at": "2026-01-31T12:00:00.000Z",
             *       "quality": 0.397,
             *       "embedding": [
             *         -0.00239508,
             *         -0.0189051,
             *         0.0232385,
             *         0.0766354
             *       ]
             *       }
             *     ]
             *     },
             *     "not_held": [
             *     {
             *       "what": "pictures",
             *       "why": "A picture is decoded, measured and let go while its call is answered; it is written nowhere."
             *     },
             *     {
             *       "what": "boxes, landmarks and other measures of a face",
             *       "why": "They are in the answer of the enrolment alone; of a face its template and its quality are kept."
             *     }
             *     ]
             *   }
             */
            "application/json": components["schemas"]["SubjectExport"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `gallery_not_found`: There is no such gallery. `subject_not_found`: There is no such subject. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "gallery_not_found" | "subject_not_found";
            };
          };
        };
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries/{gallery}/subjects/{subject}/faces": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Enrol 1 to 20 pictures or embeddings; the subject is created when it is new */
    post: {
      parameters: {
        query?: never;
        header?: {
          /**
           * @description Makes the request safe to send again for a day: what it makes is made once, and the second answer says Idempotency-Replayed: true. 1 to 255 visible ASCII characters.
           * @example 6f2a1c1e-6f0c-4b51-9d0e-3a4b8f2f1c77
           */
          "Idempotency-Key"?: string;
        };
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          subject: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "name": "Ada Lovelace",
           *     "on_multiple": "largest",
           *     "consent": {
           *     "given_at": "2026-01-31T12:00:00Z",
           *     "reference": "terms-2026-01"
           *     }
           *   }
           */
          "application/json": components["schemas"]["EnrolRequest"];
          "multipart/form-data": {
            image?: Blob | Blob[];
            /** @description A unit vector from /v1/embed. */
            embedding?: number[];
            /**
             * @description The id of an encoder, as /v1/models lists them.
             * @example mobilefacenet-128
             */
            model?: string;
            faces?: components["schemas"]["Source"][];
            /**
             * @description For people to read; null for none.
             * @example Ada Lovelace
             */
            name?: string | null;
            /**
             * @description When a picture shows several faces.
             * @default error
             * @enum {string}
             */
            on_multiple?: "error" | "largest";
            consent?: components["schemas"]["ConsentFields"];
            /**
             * Format: date-time
             * @description From then on nobody finds the subject, and it is deleted. Excludes ttl_days.
             * @example 2027-01-31T12:00:00Z
             */
            expires_at?: string;
            /**
             * @description The same, so many days from now. Without either an existing subject keeps what it has.
             * @example 30
             */
            ttl_days?: number;
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description What was enrolled, and what was not and why. */
        201: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "model": "mobilefacenet-128",
             *     "subject": {
             *     "id": "ada",
             *     "name": "Ada Lovelace",
             *     "created_at": "2026-01-31T12:00:00.000Z",
             *     "consent": {
             *       "given_at": "2026-01-31T12:00:00.000Z",
             *       "reference": "terms-2026-01",
             *       "by": null
             *     },
             *     "expires_at": "2027-01-31T12:00:00.000Z",
             *     "faces": [
             *       {
             *       "id": "5c0f9a1e7b3d4f62000000000000000a",
             *       "created_at": "2026-01-31T12:00:00.000Z",
             *       "quality": 0.397
             *       }
             *     ]
             *     },
             *     "enrolled": [
             *     {
             *       "index": 0,
             *       "id": "5c0f9a1e7b3d4f62000000000000000a",
             *       "face": {
             *       "box": {
             *         "x": 1462.1,
             *         "y": 215.8,
             *         "width": 218.8,
             *         "height": 213.6
             *       },
             *       "points": {
             *         "left_eye": {
             *         "x": 1555.5,
             *         "y": 281.3
             *         },
             *         "right_eye": {
             *         "x": 1614.3,
             *         "y": 337.9
             *         },
             *         "nose": {
             *         "x": 1549,
             *         "y": 336.6
             *         },
             *         "left_mouth": {
             *         "x": 1493.7,
             *         "y": 348.5
             *         },
             *         "right_mouth": {
             *         "x": 1548.3,
             *         "y": 398.7
             *         }
             *       },
             *       "score": 0.9971,
             *       "rotation": 0,
             *       "quality": {
             *         "score": 0.397,
             *         "eye_distance": 81.6,
             *         "sharpness": 334.9,
             *         "brightness": 101.3,
             *         "yaw": -8.4,
             *         "roll": 43.9,
             *         "reasons": [
             *         {
             *           "code": "tilted",
             *           "value": 43.94,
             *           "limit": 40
             *         }
             *         ]
             *       }
             *       }
             *     }
             *     ],
             *     "rejected": []
             *   }
             */
            "application/json": {
              model: string;
              subject: components["schemas"]["Subject"];
              enrolled: {
                index: number;
                id: string;
                face: components["schemas"]["Face"] | null;
              }[];
              rejected: {
                index: number;
                reason: {
                  code: string;
                  detail: string;
                } & {
                  [key: string]: unknown;
                };
              }[];
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `gallery_not_found`: There is no such gallery. `subject_not_found`: There is no such subject. `face_not_found`: There is no such face. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "gallery_not_found" | "subject_not_found" | "face_not_found";
            };
          };
        };
        /** @description `idempotency_running`: A request with this idempotency key is under way. `gallery_full`: The gallery is full. `gallery_changed`: The gallery was changed meanwhile. `encoder_mismatch`: The embeddings are of different encoders. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "idempotency_running" | "gallery_full" | "gallery_changed" | "encoder_mismatch";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        /** @description `request_invalid`: The request is not valid. `idempotency_key_reused`: The idempotency key belongs to another request. `nothing_enrolled`: Nothing is enrolled. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "idempotency_key_reused" | "nothing_enrolled";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries/{gallery}/subjects/{subject}/faces/{face}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Forget one face; the subject stays */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          subject: string;
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          face: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It is forgotten. */
        204: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content?: never;
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `gallery_not_found`: There is no such gallery. `face_not_found`: There is no such face. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "gallery_not_found" | "face_not_found";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries/{gallery}/recognize": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Who of the gallery is in the picture, or nobody */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "on_multiple": "largest",
           *     "max_candidates": 2
           *   }
           */
          "application/json": components["schemas"]["RecognizeRequest"];
          "multipart/form-data": {
            /** Format: binary */
            image?: Blob;
            /** @description A unit vector from /v1/embed. */
            embedding?: number[];
            /**
             * @description The id of an encoder, as /v1/models lists them.
             * @example mobilefacenet-128
             */
            model?: string;
            /**
             * @description When a picture shows several faces.
             * @default all
             * @enum {string}
             */
            on_multiple?: "all" | "largest" | "error";
            /** @default 5 */
            max_candidates?: number;
            /** @description Squared L2 distance up to which two faces are of one person. Excludes fmr. */
            threshold?: number;
            /**
             * @description The false match rate wanted; the threshold comes from the calibration of the encoder. Excludes threshold.
             * @example 0.001
             */
            fmr?: number;
            /**
             * @description The false positive identification rate wanted: the share of strangers who are given a name. The threshold comes from the calibration of the encoder and from how many subjects the gallery has now. Excludes threshold and fmr.
             * @example 0.01
             */
            fpir?: number;
            /**
             * @description By which curve rates are read: the gallery's own, as calibrate measured it, or the one that came with the encoder. Without it the gallery's own where there is one that is not stale.
             * @enum {string}
             */
            curve?: "gallery" | "shipped";
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description A decision for every face, largest first. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "gallery": {
             *     "id": "friends",
             *     "faces": 31,
             *     "subjects": 31
             *     },
             *     "model": "mobilefacenet-128",
             *     "threshold": 1.06,
             *     "fmr": 0.7183,
             *     "fpir": 0.9712,
             *     "basis": "default",
             *     "curve": {
             *     "of": "gallery",
             *     "measured_at": "2026-01-31T12:00:00.000Z",
             *     "measured_on": {
             *       "subjects": 31,
             *       "faces": 31
             *     },
             *     "sample": {
             *       "subjects": 31,
             *       "faces": 31,
             *       "seed": 1
             *     },
             *     "approximate": false,
             *     "least": {
             *       "fmr": 0.006452,
             *       "fpir": 0.09677
             *     },
             *     "stale": null
             *     },
             *     "picture": {
             *     "width": 1920,
             *     "height": 1350,
             *     "format": "jpeg",
             *     "orientation": 1,
             *     "faces": 3
             *     },
             *     "faces": [
             *     {
             *       "decision": "known",
             *       "subject": {
             *       "id": "ada",
             *       "name": "Ada King"
             *       },
             *       "face": {
             *       "box": {
             *         "x": 1078.5,
             *         "y": 193.3,
             *         "width": 222.5,
             *         "height": 309.5
             *       },
             *       "points": {
             *         "left_eye": {
             *         "x": 1117.5,
             *         "y": 320.7
             *         },
             *         "right_eye": {
             *         "x": 1211.6,
             *         "y": 341.3
             *         },
             *         "nose": {
             *         "x": 1134.8,
             *         "y": 385.5
             *         },
             *         "left_mouth": {
             *         "x": 1103.2,
             *         "y": 421.7
             *         },
             *         "right_mouth": {
             *         "x": 1190.9,
             *         "y": 439.9
             *         }
             *       },
             *       "score": 0.9998,
             *       "rotation": 0,
             *       "quality": {
             *         "score": 0.719,
             *         "eye_distance": 96.3,
             *         "sharpness": 204.2,
             *         "brightness": 148.2,
             *         "yaw": -17.4,
             *         "roll": 12.4,
             *         "reasons": []
             *       }
             *       },
             *       "candidates": [
             *       {
             *         "subject": {
             *         "id": "ada",
             *         "name": "Ada King"
             *         },
             *         "distance": 0.555232,
             *         "probability": 0.999696,
             *         "nearest": {
             *         "face": "5c0f9a1e7b3d4f62000000000000000a",
             *         "distance": 0.555232
             *         },
             *         "faces": 1
             *       },
             *       {
             *         "subject": {
             *         "id": "guest-18",
             *         "name": null
             *         },
             *         "distance": 1.71006,
             *         "probability": 0.079211,
             *         "nearest": {
             *         "face": "5c0f9a1e7b3d4f620000000000000043",
             *         "distance": 1.71006
             *         },
             *         "faces": 1
             *       }
             *       ]
             *     }
             *     ]
             *   }
             */
            "application/json": {
              gallery: {
                id: string;
                faces: number;
                subjects: number;
              };
              /**
               * @description The id of an encoder, as /v1/models lists them.
               * @example mobilefacenet-128
               */
              model: string;
              /** @description Squared L2; a nearest subject at most this far is known. */
              threshold: number;
              /** @description False match rate at the threshold, of one comparison. */
              fmr: number;
              /** @description False positive identification rate at the threshold, expected of as many subjects as the gallery has now. */
              fpir: number;
              /**
               * @description Where the threshold comes from.
               * @enum {string}
               */
              basis: "default" | "threshold" | "fmr" | "fpir";
              curve: components["schemas"]["Curve"];
              picture: components["schemas"]["Picture"] | null;
              faces: {
                /** @enum {string} */
                decision: "known" | "unknown";
                subject: {
                  id: string;
                  name: string | null;
                } | null;
                face: components["schemas"]["Face"] | null;
                /** @description The nearest subjects, nearest first, beyond the threshold too. */
                candidates: components["schemas"]["Candidate"][];
              }[];
            };
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["gallery_not_found"];
        /** @description `encoder_mismatch`: The embeddings are of different encoders. `calibration_missing`: The gallery has no calibration of its own. `gallery_empty`: The gallery holds no face. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "encoder_mismatch" | "calibration_missing" | "gallery_empty";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `no_face`: No face was found. `multiple_faces`: More than one face was found. `embedding_invalid`: The embedding is not valid. `threshold_unsupported`: The calibration does not support this threshold. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "no_face" | "multiple_faces" | "embedding_invalid" | "threshold_unsupported";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/galleries/{gallery}/calibrate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Measure the error rates of a gallery on itself, and keep them for its thresholds */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The caller's own id: 1 to 128 characters, percent-encoded in a path. */
          gallery: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          /**
           * @example {
           *     "fpir": 0.2
           *   }
           */
          "application/json": components["schemas"]["CalibrateRequest"];
        };
      };
      responses: {
        /** @description What was measured; it takes the place of what was kept before. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "gallery": {
             *     "id": "friends"
             *     },
             *     "model": "mobilefacenet-128",
             *     "measured_at": "2026-01-31T12:00:00.000Z",
             *     "measured_on": {
             *     "subjects": 31,
             *     "faces": 31
             *     },
             *     "sample": {
             *     "subjects": 31,
             *     "faces": 31,
             *     "seed": 1
             *     },
             *     "approximate": false,
             *     "least": {
             *     "fmr": 0.006452,
             *     "fpir": 0.09677
             *     },
             *     "stale": null,
             *     "enrolment": {
             *     "attempts": 1,
             *     "failures": 0,
             *     "failure_rate": {
             *       "rate": 0,
             *       "low": 0,
             *       "high": 0.975
             *     },
             *     "pictures": 1,
             *     "rejected": 0
             *     },
             *     "defaults": {
             *     "verify": {
             *       "distance": 1.172,
             *       "fmr": {
             *       "rate": 0.9118,
             *       "low": 0.7886,
             *       "high": 0.9895
             *       },
             *       "fnmr": null,
             *       "fpir": {
             *       "rate": 0.9677,
             *       "low": 0,
             *       "high": 1
             *       },
             *       "fnir": null
             *     },
             *     "recognize": {
             *       "distance": 1.06,
             *       "fmr": {
             *       "rate": 0.7183,
             *       "low": 0.5455,
             *       "high": 0.8741
             *       },
             *       "fnmr": null,
             *       "fpir": {
             *       "rate": 0.9677,
             *       "low": 0,
             *       "high": 1
             *       },
             *       "fnir": null
             *     }
             *     },
             *     "points": [
             *     {
             *       "distance": 0.621,
             *       "fmr": {
             *       "rate": 0.004301,
             *       "low": 0,
             *       "high": 0.02037
             *       },
             *       "fnmr": null,
             *       "fpir": {
             *       "rate": 0.09677,
             *       "low": 0,
             *       "high": 0.2785
             *       },
             *       "fnir": null
             *     },
             *     {
             *       "distance": 0.628,
             *       "fmr": {
             *       "rate": 0.006452,
             *       "low": 0,
             *       "high": 0.02521
             *       },
             *       "fnmr": null,
             *       "fpir": {
             *       "rate": 0.129,
             *       "low": 0,
             *       "high": 0.3601
             *       },
             *       "fnir": null
             *     }
             *     ],
             *     "thresholds": {
             *     "fpir": {
             *       "threshold": 0.638204,
             *       "fmr": 0.0108,
             *       "fpir": 0.2,
             *       "basis": "fpir"
             *     }
             *     }
             *   }
             */
            "application/json": {
              gallery: {
                id: string;
              };
              /**
               * @description The id of an encoder, as /v1/models lists them.
               * @example mobilefacenet-128
               */
              model: string;
              measured_at: string;
              /** @description The gallery as it was. */
              measured_on: {
                subjects: number;
                faces: number;
              };
              /** @description Who was drawn from it; each was looked for in the whole gallery. */
              sample: {
                subjects: number;
                faces: number;
                seed: number;
              };
              /** @description Templates were restored from int8. */
              approximate: boolean;
              /** @description The smallest rates that may be asked for, in the gallery as it was. */
              least: {
                fmr: number | null;
                fpir: number | null;
              };
              /**
               * @description Why the curve no longer describes the gallery: it has more than twice the subjects, fewer than half, or as many changes since as it had faces. Null while it does.
               * @enum {string|null}
               */
              stale: "grown" | "shrunk" | "replaced" | null;
              enrolment: components["schemas"]["Enrolment"];
              /** @description The gallery's errors at the encoder's default thresholds. */
              defaults: {
                verify: components["schemas"]["ErrorPoint"];
                recognize: components["schemas"]["ErrorPoint"];
              };
              /** @description Ascending by distance. */
              points: components["schemas"]["ErrorPoint"][];
              /** @description Of the rates that were asked for. */
              thresholds: {
                fmr?: {
                  /** @description Squared L2; a nearest subject at most this far is known. */
                  threshold: number;
                  /** @description False match rate at the threshold, of one comparison. */
                  fmr: number;
                  /** @description False positive identification rate at the threshold, expected of as many subjects as the gallery has now. */
                  fpir: number;
                  /**
                   * @description Where the threshold comes from.
                   * @enum {string}
                   */
                  basis: "default" | "threshold" | "fmr" | "fpir";
                };
                fpir?: {
                  /** @description Squared L2; a nearest subject at most this far is known. */
                  threshold: number;
                  /** @description False match rate at the threshold, of one comparison. */
                  fmr: number;
                  /** @description False positive identification rate at the threshold, expected of as many subjects as the gallery has now. */
                  fpir: number;
                  /**
                   * @description Where the threshold comes from.
                   * @enum {string}
                   */
                  basis: "default" | "threshold" | "fmr" | "fpir";
                };
              };
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["gallery_not_found"];
        /** @description `gallery_empty`: The gallery holds no face. `gallery_changed`: The gallery was changed meanwhile. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "gallery_empty" | "gallery_changed";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        /** @description `request_invalid`: The request is not valid. `threshold_unsupported`: The calibration does not support this threshold. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "threshold_unsupported";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Style transfers, ordered by id, in pages */
    get: {
      parameters: {
        query?: {
          limit?: number;
          /** @description next_cursor of the page before. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "styles": [
             *     {
             *       "id": "5c0f9a1e7b3d4f620000000000000078",
             *       "kind": "style",
             *       "status": "running",
             *       "failure": null,
             *       "auto": false,
             *       "created_at": "2026-11-25T18:27:10.044Z",
             *       "iteration": 2,
             *       "iterations": 3,
             *       "level": 0,
             *       "size": {
             *       "width": 64,
             *       "height": 44
             *       },
             *       "width": 64,
             *       "height": 44,
             *       "evaluations": 5,
             *       "total": 27.2547,
             *       "losses": 3,
             *       "engine": "onnxruntime-node 1.30.0 linux/x64 avx512f threads=1",
             *       "engine_changed": false,
             *       "digest": "135fac212a20218929bc2ad590700e26ffa07cf6d266a5003280bf54f43f9ebc",
             *       "extractor_sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *       "forked_from": null,
             *       "options": {
             *       "extractor": "inception-v3-mixed2",
             *       "levels": [
             *         {
             *         "size": 64,
             *         "iterations": 3
             *         }
             *       ],
             *       "content": {
             *         "activation_5": 1
             *       },
             *       "style": {
             *         "activation_1": 1,
             *         "activation_3": 1,
             *         "activation_5": 1,
             *         "mixed0": 1,
             *         "mixed2": 1
             *       },
             *       "pixel_layers": {
             *         "px1": 1,
             *         "px2": 1,
             *         "px4": 1
             *       },
             *       "statistic": "both",
             *       "normalisation": "relative",
             *       "alpha": 1,
             *       "beta": 20,
             *       "tv": 3,
             *       "range": 100,
             *       "strength": null,
             *       "style_scale": 1,
             *       "initial": "noise",
             *       "noise": 0.25,
             *       "seed": 0,
             *       "preserve_colour": "none",
             *       "optimiser": {
             *         "kind": "l-bfgs",
             *         "history": 10
             *       }
             *       }
             *     }
             *     ],
             *     "next_cursor": null
             *   }
             */
            "application/json": {
              styles: components["schemas"]["Style"][];
              /** @description Of the next page; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    /**
     * A new style transfer; nothing is computed yet
     * @description Of WAV files it makes a sound, and the body is a NewSoundRequest; of an animated GIF, PNG or WebP, or a zip of pictures, a clip, and the body is a NewClipRequest; of NIfTI files a volume, and the body is a NewVolumeRequest; what a file is, its first bytes say.
     */
    post: {
      parameters: {
        query?: never;
        header?: {
          /**
           * @description Makes the request safe to send again for a day: what it makes is made once, and the second answer says Idempotency-Replayed: true. 1 to 255 visible ASCII characters.
           * @example 6f2a1c1e-6f0c-4b51-9d0e-3a4b8f2f1c77
           */
          "Idempotency-Key"?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "content": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "style": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "options": {
           *     "levels": [
           *       {
           *       "size": 64,
           *       "iterations": 3
           *       }
           *     ]
           *     }
           *   }
           */
          "application/json": components["schemas"]["NewStyleRequest"];
          "multipart/form-data": {
            /** Format: binary */
            content?: Blob;
            style?: Blob | Blob[];
            weight?: number[];
            mask?: Blob | Blob[];
            styles?: {
              /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
              image: string;
              /** @default 1 */
              weight?: number;
              /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
              mask?: string;
            }[];
            /** Format: binary */
            initial?: Blob;
            options?: components["schemas"]["StyleOptions"];
            /**
             * @description Continue it in the background until it ends.
             * @default false
             */
            auto?: boolean;
          };
        };
      };
      responses: {
        /** @description The job. */
        201: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
            /** @description Its address. */
            Location: string;
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "5c0f9a1e7b3d4f620000000000000078",
             *     "kind": "style",
             *     "status": "running",
             *     "failure": null,
             *     "auto": false,
             *     "created_at": "2026-11-25T18:27:10.044Z",
             *     "iteration": 0,
             *     "iterations": 3,
             *     "level": 0,
             *     "size": null,
             *     "width": null,
             *     "height": null,
             *     "evaluations": 0,
             *     "total": null,
             *     "losses": 0,
             *     "engine": null,
             *     "engine_changed": false,
             *     "digest": "135fac212a20218929bc2ad590700e26ffa07cf6d266a5003280bf54f43f9ebc",
             *     "extractor_sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "forked_from": null,
             *     "options": {
             *     "extractor": "inception-v3-mixed2",
             *     "levels": [
             *       {
             *       "size": 64,
             *       "iterations": 3
             *       }
             *     ],
             *     "content": {
             *       "activation_5": 1
             *     },
             *     "style": {
             *       "activation_1": 1,
             *       "activation_3": 1,
             *       "activation_5": 1,
             *       "mixed0": 1,
             *       "mixed2": 1
             *     },
             *     "pixel_layers": {
             *       "px1": 1,
             *       "px2": 1,
             *       "px4": 1
             *     },
             *     "statistic": "both",
             *     "normalisation": "relative",
             *     "alpha": 1,
             *     "beta": 20,
             *     "tv": 3,
             *     "range": 100,
             *     "strength": null,
             *     "style_scale": 1,
             *     "initial": "noise",
             *     "noise": 0.25,
             *     "seed": 0,
             *     "preserve_colour": "none",
             *     "optimiser": {
             *       "kind": "l-bfgs",
             *       "history": 10
             *     }
             *     }
             *   }
             */
            "application/json": components["schemas"]["Style"];
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        409: components["responses"]["idempotency_running"];
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. `volume_too_large`: The volume has too many voxels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large" | "volume_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. `sound_type_unsupported`: The sound is of a type that is not read here. `volume_type_unsupported`: The volume is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported" | "sound_type_unsupported" | "volume_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `idempotency_key_reused`: The idempotency key belongs to another request. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `sound_broken`: The sound cannot be read. `volume_broken`: The volume cannot be read. `layer_unknown`: The network has no such layer. `picture_too_small`: The picture is too small. `style_too_large`: The style is too large. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "idempotency_key_reused" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "sound_broken" | "volume_broken" | "layer_unknown" | "picture_too_small" | "style_too_large";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/estimate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * What a style transfer would take: time, memory, calls
     * @description Of WAV files it makes a sound, and the body is a NewSoundRequest; of an animated GIF, PNG or WebP, or a zip of pictures, a clip, and the body is a NewClipRequest; of NIfTI files a volume, and the body is a NewVolumeRequest; what a file is, its first bytes say.
     */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "content": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "style": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "options": {
           *     "levels": [
           *       {
           *       "size": 64,
           *       "iterations": 3
           *       }
           *     ]
           *     }
           *   }
           */
          "application/json": components["schemas"]["NewStyleRequest"];
          "multipart/form-data": {
            /** Format: binary */
            content?: Blob;
            style?: Blob | Blob[];
            weight?: number[];
            mask?: Blob | Blob[];
            styles?: {
              /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
              image: string;
              /** @default 1 */
              weight?: number;
              /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
              mask?: string;
            }[];
            /** Format: binary */
            initial?: Blob;
            options?: components["schemas"]["StyleOptions"];
            /**
             * @description Continue it in the background until it ends.
             * @default false
             */
            auto?: boolean;
          };
        };
      };
      responses: {
        /** @description Before anything runs. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "levels": [
             *     {
             *       "size": {
             *       "width": 64,
             *       "height": 44
             *       },
             *       "width": 64,
             *       "height": 44,
             *       "iterations": 3,
             *       "evaluations": 5,
             *       "macs": 378964038,
             *       "ms_per_evaluation": 9.1
             *     }
             *     ],
             *     "evaluations": 5,
             *     "seconds": 0.58,
             *     "invocations": 1,
             *     "history": 10,
             *     "state_bytes": 811008,
             *     "memory_bytes": 274781719
             *   }
             */
            "application/json": components["schemas"]["StyleEstimate"];
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. `volume_too_large`: The volume has too many voxels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large" | "volume_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. `sound_type_unsupported`: The sound is of a type that is not read here. `volume_type_unsupported`: The volume is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported" | "sound_type_unsupported" | "volume_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `sound_broken`: The sound cannot be read. `volume_broken`: The volume cannot be read. `layer_unknown`: The network has no such layer. `picture_too_small`: The picture is too small. `style_too_large`: The style is too large. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "sound_broken" | "volume_broken" | "layer_unknown" | "picture_too_small" | "style_too_large";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far it is */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The job. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "5c0f9a1e7b3d4f620000000000000078",
             *     "kind": "style",
             *     "status": "running",
             *     "failure": null,
             *     "auto": false,
             *     "created_at": "2026-11-25T18:27:10.044Z",
             *     "iteration": 2,
             *     "iterations": 3,
             *     "level": 0,
             *     "size": {
             *     "width": 64,
             *     "height": 44
             *     },
             *     "width": 64,
             *     "height": 44,
             *     "evaluations": 5,
             *     "total": 27.2547,
             *     "losses": 3,
             *     "engine": "onnxruntime-node 1.30.0 linux/x64 avx512f threads=1",
             *     "engine_changed": false,
             *     "digest": "135fac212a20218929bc2ad590700e26ffa07cf6d266a5003280bf54f43f9ebc",
             *     "extractor_sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "forked_from": null,
             *     "options": {
             *     "extractor": "inception-v3-mixed2",
             *     "levels": [
             *       {
             *       "size": 64,
             *       "iterations": 3
             *       }
             *     ],
             *     "content": {
             *       "activation_5": 1
             *     },
             *     "style": {
             *       "activation_1": 1,
             *       "activation_3": 1,
             *       "activation_5": 1,
             *       "mixed0": 1,
             *       "mixed2": 1
             *     },
             *     "pixel_layers": {
             *       "px1": 1,
             *       "px2": 1,
             *       "px4": 1
             *     },
             *     "statistic": "both",
             *     "normalisation": "relative",
             *     "alpha": 1,
             *     "beta": 20,
             *     "tv": 3,
             *     "range": 100,
             *     "strength": null,
             *     "style_scale": 1,
             *     "initial": "noise",
             *     "noise": 0.25,
             *     "seed": 0,
             *     "preserve_colour": "none",
             *     "optimiser": {
             *       "kind": "l-bfgs",
             *       "history": 10
             *     }
             *     }
             *   }
             */
            "application/json": components["schemas"]["Style"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    /** Delete it with its pictures */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It is gone. */
        204: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content?: never;
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}/steps": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Compute some iterations; a repeated `from` changes nothing */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "from": 0,
           *     "iterations": 2
           *   }
           */
          "application/json": components["schemas"]["StepRequest"];
        };
      };
      responses: {
        /** @description The job, and what this call added. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "iterations": 2,
             *     "evaluations": 5,
             *     "ended_by": "iterations",
             *     "style": {
             *     "id": "5c0f9a1e7b3d4f620000000000000078",
             *     "kind": "style",
             *     "status": "running",
             *     "failure": null,
             *     "auto": false,
             *     "created_at": "2026-11-25T18:27:10.044Z",
             *     "iteration": 2,
             *     "iterations": 3,
             *     "level": 0,
             *     "size": {
             *       "width": 64,
             *       "height": 44
             *     },
             *     "width": 64,
             *     "height": 44,
             *     "evaluations": 5,
             *     "total": 27.2547,
             *     "losses": 3,
             *     "engine": "onnxruntime-node 1.30.0 linux/x64 avx512f threads=1",
             *     "engine_changed": false,
             *     "digest": "135fac212a20218929bc2ad590700e26ffa07cf6d266a5003280bf54f43f9ebc",
             *     "extractor_sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "forked_from": null,
             *     "options": {
             *       "extractor": "inception-v3-mixed2",
             *       "levels": [
             *       {
             *         "size": 64,
             *         "iterations": 3
             *       }
             *       ],
             *       "content": {
             *       "activation_5": 1
             *       },
             *       "style": {
             *       "activation_1": 1,
             *       "activation_3": 1,
             *       "activation_5": 1,
             *       "mixed0": 1,
             *       "mixed2": 1
             *       },
             *       "pixel_layers": {
             *       "px1": 1,
             *       "px2": 1,
             *       "px4": 1
             *       },
             *       "statistic": "both",
             *       "normalisation": "relative",
             *       "alpha": 1,
             *       "beta": 20,
             *       "tv": 3,
             *       "range": 100,
             *       "strength": null,
             *       "style_scale": 1,
             *       "initial": "noise",
             *       "noise": 0.25,
             *       "seed": 0,
             *       "preserve_colour": "none",
             *       "optimiser": {
             *       "kind": "l-bfgs",
             *       "history": 10
             *       }
             *     }
             *     }
             *   }
             */
            "application/json": {
              /** @description Completed by this call. */
              iterations: number;
              evaluations: number;
              /**
               * @description `repeated` and `overtaken`: the job was past `from`, and nothing was changed.
               * @enum {string}
               */
              ended_by: "iterations" | "budget" | "stopped" | "diverged" | "done" | "repeated" | "overtaken";
              style: components["schemas"]["Style"];
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        /** @description `style_ahead`: The style has not come so far. `style_ended`: The style takes no more steps. `state_invalid`: The state does not fit. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "style_ahead" | "style_ended" | "state_invalid";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `style_busy`: A style is being computed; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "style_busy" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}/image": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The picture so far; of a sound its spectrogram */
    get: {
      parameters: {
        query?: {
          format?: "png" | "jpeg" | "webp";
        };
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description As `format` says, else as Accept does, else PNG. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "image/png": Blob;
            "image/jpeg": Blob;
            "image/webp": Blob;
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        409: components["responses"]["state_invalid"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}/result": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What there is so far, as what it is: a picture, or a sound */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description As Accept says, else the first of its kind. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "image/png": Blob;
            "image/jpeg": Blob;
            "image/webp": Blob;
            "audio/wav": Blob;
            "image/gif": Blob;
            "image/apng": Blob;
            "application/zip": Blob;
            "application/x-nifti": Blob;
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        409: components["responses"]["state_invalid"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}/losses": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every iteration, every layer, raw and weighted */
    get: {
      parameters: {
        query?: {
          /** @description Entries before it are left out. */
          from?: number | null;
          limit?: number;
        };
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Entries of the ledger, in order. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "losses": [
             *     {
             *       "index": 0,
             *       "iteration": 0,
             *       "level": 0,
             *       "evaluations": 1,
             *       "total": 94.7494,
             *       "raw": {
             *       "content": {
             *         "activation_5": 0.849863
             *       },
             *       "style": {
             *         "activation_1": 0.281572,
             *         "activation_3": 0.18596,
             *         "activation_5": 0.489326,
             *         "mixed0": 0.739302,
             *         "mixed2": 2.81713,
             *         "px1": 0.0676822,
             *         "px2": 0.0555731,
             *         "px4": 0.0459319
             *       },
             *       "tv": 0.0833089,
             *       "range": 0
             *       },
             *       "weighted": {
             *       "content": {
             *         "activation_5": 0.849863
             *       },
             *       "style": {
             *         "activation_1": 5.63144,
             *         "activation_3": 3.7192,
             *         "activation_5": 9.78652,
             *         "mixed0": 14.786,
             *         "mixed2": 56.3427,
             *         "px1": 1.35364,
             *         "px2": 1.11146,
             *         "px4": 0.918638
             *       },
             *       "tv": 0.249927,
             *       "range": 0
             *       }
             *     },
             *     {
             *       "index": 1,
             *       "iteration": 1,
             *       "level": 0,
             *       "evaluations": 4,
             *       "total": 54.3534,
             *       "raw": {
             *       "content": {
             *         "activation_5": 0.767903
             *       },
             *       "style": {
             *         "activation_1": 0.282217,
             *         "activation_3": 0.159662,
             *         "activation_5": 0.312189,
             *         "mixed0": 0.463682,
             *         "mixed2": 1.27997,
             *         "px1": 0.0675878,
             *         "px2": 0.0555757,
             *         "px4": 0.0458956
             *       },
             *       "tv": 0.083312,
             *       "range": 0
             *       },
             *       "weighted": {
             *       "content": {
             *         "activation_5": 0.767903
             *       },
             *       "style": {
             *         "activation_1": 5.64435,
             *         "activation_3": 3.19324,
             *         "activation_5": 6.24377,
             *         "mixed0": 9.27364,
             *         "mixed2": 25.5994,
             *         "px1": 1.35176,
             *         "px2": 1.11151,
             *         "px4": 0.917911
             *       },
             *       "tv": 0.249936,
             *       "range": 0
             *       }
             *     }
             *     ],
             *     "next_from": null
             *   }
             */
            "application/json": {
              losses: components["schemas"]["StyleLoss"][];
              /** @description `from` of the next page; null on the last so far. */
              next_from: number | null;
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}/events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The ledger as server-sent events, from the beginning or from Last-Event-ID on */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description `iteration` for each entry, its id the index; `end` with the job when there will be no more. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example event: iteration
             *   data: {"index":0,"iteration":0,"level":0,"evaluations":1,"total":94.7494,"raw":{"content":{"activation_5":0.849863},"style":{"activation_1":0.281572,"activation_3":0.18596,"activation_5":0.489326,"mixed0":0.739302,"mixed2":2.81713,"px1":0.0676822,"px2":0.0555731,"px4":0.0459319},"tv":0.0833089,"range":0},"weighted":{"content":{"activation_5":0.849863},"style":{"activation_1":5.63144,"activation_3":3.7192,"activation_5":9.78652,"mixed0":14.786,"mixed2":56.3427,"px1":1.35364,"px2":1.11146,"px4":0.918638},"tv":0.249927,"range":0}}
             *   id: 0
             *
             *   event: end
             *   data: {"id":"5c0f9a1e7b3d4f620000000000000078","kind":"style","status":"cancelled","failure":null,"auto":false,"created_at":"2026-11-25T18:27:10.044Z","iteration":2,"iterations":3,"level":0,"size":{"width":64,"height":44},"width":64,"height":44,"evaluations":5,"total":27.2547,"losses":3,"engine":"onnxruntime-node 1.30.0 linux/x64 avx512f threads=1","engine_changed":false,"digest":"135fac212a20218929bc2ad590700e26ffa07cf6d266a5003280bf54f43f9ebc","extractor_sha256":"9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96","forked_from":null,"options":{"extractor":"inception-v3-mixed2","levels":[{"size":64,"iterations":3}],"content":{"activation_5":1},"style":{"activation_1":1,"activation_3":1,"activation_5":1,"mixed0":1,"mixed2":1},"pixel_layers":{"px1":1,"px2":1,"px4":1},"statistic":"both","normalisation":"relative","alpha":1,"beta":20,"tv":3,"range":100,"strength":null,"style_scale":1,"initial":"noise","noise":0.25,"seed":0,"preserve_colour":"none","optimiser":{"kind":"l-bfgs","history":10}}}
             */
            "text/event-stream": string;
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take no more steps and keep what there is */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The job. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "5c0f9a1e7b3d4f620000000000000078",
             *     "kind": "style",
             *     "status": "cancelled",
             *     "failure": null,
             *     "auto": false,
             *     "created_at": "2026-11-25T18:27:10.044Z",
             *     "iteration": 2,
             *     "iterations": 3,
             *     "level": 0,
             *     "size": {
             *     "width": 64,
             *     "height": 44
             *     },
             *     "width": 64,
             *     "height": 44,
             *     "evaluations": 5,
             *     "total": 27.2547,
             *     "losses": 3,
             *     "engine": "onnxruntime-node 1.30.0 linux/x64 avx512f threads=1",
             *     "engine_changed": false,
             *     "digest": "135fac212a20218929bc2ad590700e26ffa07cf6d266a5003280bf54f43f9ebc",
             *     "extractor_sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "forked_from": null,
             *     "options": {
             *     "extractor": "inception-v3-mixed2",
             *     "levels": [
             *       {
             *       "size": 64,
             *       "iterations": 3
             *       }
             *     ],
             *     "content": {
             *       "activation_5": 1
             *     },
             *     "style": {
             *       "activation_1": 1,
             *       "activation_3": 1,
             *       "activation_5": 1,
             *       "mixed0": 1,
             *       "mixed2": 1
             *     },
             *     "pixel_layers": {
             *       "px1": 1,
             *       "px2": 1,
             *       "px4": 1
             *     },
             *     "statistic": "both",
             *     "normalisation": "relative",
             *     "alpha": 1,
             *     "beta": 20,
             *     "tv": 3,
             *     "range": 100,
             *     "strength": null,
             *     "style_scale": 1,
             *     "initial": "noise",
             *     "noise": 0.25,
             *     "seed": 0,
             *     "preserve_colour": "none",
             *     "optimiser": {
             *       "kind": "l-bfgs",
             *       "history": 10
             *     }
             *     }
             *   }
             */
            "application/json": components["schemas"]["Style"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/styles/{style}/fork": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A new job that goes on from the present picture with other options */
    post: {
      parameters: {
        query?: never;
        header?: {
          /**
           * @description Makes the request safe to send again for a day: what it makes is made once, and the second answer says Idempotency-Replayed: true. 1 to 255 visible ASCII characters.
           * @example 6f2a1c1e-6f0c-4b51-9d0e-3a4b8f2f1c77
           */
          "Idempotency-Key"?: string;
        };
        path: {
          style: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          /**
           * @example {
           *     "options": {
           *     "beta": 40
           *     }
           *   }
           */
          "application/json": components["schemas"]["ForkRequest"];
        };
      };
      responses: {
        /** @description The new job. */
        201: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
            /** @description Its address. */
            Location: string;
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "5c0f9a1e7b3d4f62000000000000007e",
             *     "kind": "style",
             *     "status": "running",
             *     "failure": null,
             *     "auto": false,
             *     "created_at": "2026-11-25T18:27:11.644Z",
             *     "iteration": 2,
             *     "iterations": 5,
             *     "level": 0,
             *     "size": {
             *     "width": 64,
             *     "height": 44
             *     },
             *     "width": 64,
             *     "height": 44,
             *     "evaluations": 0,
             *     "total": null,
             *     "losses": 0,
             *     "engine": null,
             *     "engine_changed": false,
             *     "digest": "cd69a8b06604d03dac676559b50195b3ee0f35cc3a76fa1a3f99f98ef581ce16",
             *     "extractor_sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "forked_from": {
             *     "style": "5c0f9a1e7b3d4f620000000000000078",
             *     "iteration": 2
             *     },
             *     "options": {
             *     "extractor": "inception-v3-mixed2",
             *     "levels": [
             *       {
             *       "size": 64,
             *       "iterations": 3
             *       }
             *     ],
             *     "content": {
             *       "activation_5": 1
             *     },
             *     "style": {
             *       "activation_1": 1,
             *       "activation_3": 1,
             *       "activation_5": 1,
             *       "mixed0": 1,
             *       "mixed2": 1
             *     },
             *     "pixel_layers": {
             *       "px1": 1,
             *       "px2": 1,
             *       "px4": 1
             *     },
             *     "statistic": "both",
             *     "normalisation": "relative",
             *     "alpha": 1,
             *     "beta": 40,
             *     "tv": 3,
             *     "range": 100,
             *     "strength": null,
             *     "style_scale": 1,
             *     "initial": "noise",
             *     "noise": 0.25,
             *     "seed": 0,
             *     "preserve_colour": "none",
             *     "optimiser": {
             *       "kind": "l-bfgs",
             *       "history": 10
             *     }
             *     }
             *   }
             */
            "application/json": components["schemas"]["Style"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["style_not_found"];
        /** @description `idempotency_running`: A request with this idempotency key is under way. `state_invalid`: The state does not fit. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "idempotency_running" | "state_invalid";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        /** @description `request_invalid`: The request is not valid. `idempotency_key_reused`: The idempotency key belongs to another request. `layer_unknown`: The network has no such layer. `picture_too_small`: The picture is too small. `style_too_large`: The style is too large. `unit_dead`: No picture changes this unit. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "idempotency_key_reused" | "layer_unknown" | "picture_too_small" | "style_too_large" | "unit_dead";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `style_busy`: A style is being computed; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "style_busy" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/networks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The networks there are */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description As the manifest has them. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "networks": [
             *     {
             *       "id": "detector-320x240",
             *       "kind": "detector",
             *       "sha256": "478f53dff27e06ff36fa63197e4427a8060189fd3e1dbb56a1004e2c3725e48e",
             *       "input": {
             *       "name": "input",
             *       "shape": [
             *         1,
             *         3,
             *         240,
             *         320
             *       ]
             *       },
             *       "outputs": [
             *       {
             *         "name": "scores",
             *         "shape": [
             *         1,
             *         4420
             *         ]
             *       },
             *       {
             *         "name": "boxes",
             *         "shape": [
             *         1,
             *         4420,
             *         4
             *         ]
             *       }
             *       ],
             *       "preprocessing": "The picture scaled to 320 x 240: (RGB - 127) / 128, [1,3,240,320].",
             *       "parameters": 273888,
             *       "macs": 100418560
             *     },
             *     {
             *       "id": "detector-960x720",
             *       "kind": "detector",
             *       "sha256": "46db2c629f6ff331a376a8085ee12970bdf8709dddc510869cfa8b00bfd540fe",
             *       "input": {
             *       "name": "input",
             *       "shape": [
             *         1,
             *         3,
             *         720,
             *         960
             *       ]
             *       },
             *       "outputs": [
             *       {
             *         "name": "scores",
             *         "shape": [
             *         1,
             *         39720
             *         ]
             *       },
             *       {
             *         "name": "boxes",
             *         "shape": [
             *         1,
             *         39720,
             *         4
             *         ]
             *       }
             *       ],
             *       "preprocessing": "The picture scaled to 960 x 720: (RGB - 127) / 128, [1,3,720,960].",
             *       "parameters": 273888,
             *       "macs": 899992320
             *     }
             *     ]
             *   }
             */
            "application/json": {
              networks: components["schemas"]["Network"][];
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/networks/{network}/layers": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Its layers: operator, shape, parameters, cost, receptive field, dead units */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The id of a network, as /v1/networks lists them. */
          network: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description In the order in which they are computed. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "network": {
             *     "id": "inception-v3-mixed2",
             *     "kind": "extractor",
             *     "sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "input": {
             *       "name": "input",
             *       "shape": [
             *       1,
             *       3,
             *       256,
             *       256
             *       ]
             *     },
             *     "outputs": [
             *       {
             *       "name": "mixed2",
             *       "shape": [
             *         1,
             *         288,
             *         29,
             *         29
             *       ]
             *       }
             *     ],
             *     "preprocessing": "The picture with 16 reflected pixels on each side: RGB 0..1, [1,3,H,W], any size.",
             *     "parameters": 989344,
             *     "macs": 1691020160
             *     },
             *     "layers": [
             *     {
             *       "name": "conv_1",
             *       "operator": "Conv",
             *       "inputs": [
             *       "input"
             *       ],
             *       "shape": [
             *       1,
             *       32,
             *       254,
             *       254
             *       ],
             *       "units": 32,
             *       "parameters": 896,
             *       "macs": 55741824,
             *       "attributes": {
             *       "kernel_shape": [
             *         3,
             *         3
             *       ],
             *       "pads": [
             *         0,
             *         0,
             *         0,
             *         0
             *       ],
             *       "strides": [
             *         1,
             *         1
             *       ],
             *       "dilations": [
             *         1,
             *         1
             *       ],
             *       "group": 1
             *       },
             *       "field": {
             *       "size": [
             *         3,
             *         3
             *       ],
             *       "stride": [
             *         1,
             *         1
             *       ],
             *       "offset": [
             *         0,
             *         0
             *       ],
             *       "regular": true,
             *       "everything": false
             *       },
             *       "fields": [],
             *       "dead": []
             *     },
             *     {
             *       "name": "activation_1",
             *       "operator": "Relu",
             *       "inputs": [
             *       "conv_1"
             *       ],
             *       "shape": [
             *       1,
             *       32,
             *       254,
             *       254
             *       ],
             *       "units": 32,
             *       "parameters": 0,
             *       "macs": 0,
             *       "attributes": {},
             *       "field": {
             *       "size": [
             *         3,
             *         3
             *       ],
             *       "stride": [
             *         1,
             *         1
             *       ],
             *       "offset": [
             *         0,
             *         0
             *       ],
             *       "regular": true,
             *       "everything": false
             *       },
             *       "fields": [],
             *       "dead": []
             *     }
             *     ]
             *   }
             */
            "application/json": {
              network: components["schemas"]["Network"];
              layers: components["schemas"]["Layer"][];
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["network_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "model_missing";
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/networks/{network}/layers/{layer}/patches": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** For each unit the nine patches of the pictures that excite it most */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The id of a network, as /v1/networks lists them. */
          network: string;
          /** @description Percent-encoded where it holds a slash. */
          layer: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "units": "15",
           *     "size": 128
           *   }
           */
          "application/json": components["schemas"]["PatchesRequest"];
          "multipart/form-data": {
            image?: Blob | Blob[];
            images?: ((string) | {
              /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
              image: string;
            })[];
            merge?: Blob | Blob[];
            /**
             * @description Which units: `0,3,16-31`, in JSON also a list. Without it the first ones.
             * @example 0,3,16-31
             */
            units?: string;
            /** @description Longer side, in pixels, at which a network that takes any size sees a picture. Default 256. */
            size?: number;
            /** @description Encoders and landmarks: cut the largest face as the service does; false: the picture is the crop. Default true. */
            align?: boolean;
            /** @description The most patches of one picture for a unit. Default 9. */
            apiece?: number;
            /** @description Longer side of a patch's image at most, pixels. Default 96. */
            cell?: number;
            /**
             * @description What the answer comes as, whatever Accept says.
             * @enum {string}
             */
            as?: "json" | "png" | "jpeg" | "webp";
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description As `as` says, else as Accept does, else JSON. A picture has a block of nine for each unit. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "network": "inception-v3-mixed2",
             *     "sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "layer": "activation_5",
             *     "size": 128,
             *     "align": true,
             *     "apiece": 9,
             *     "cell": 96,
             *     "engines": [
             *     "onnxruntime-node 1.30.0 linux/x64 avx512f threads=1"
             *     ],
             *     "pictures": [
             *     "8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51"
             *     ],
             *     "units": [
             *     {
             *       "unit": 15,
             *       "dead": false,
             *       "patches": [
             *       {
             *         "value": 1.2976,
             *         "picture": "8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51",
             *         "x": 18,
             *         "y": 11,
             *         "field": {
             *         "x": 70,
             *         "y": 42,
             *         "width": 24,
             *         "height": 24
             *         },
             *         "box": {
             *         "x": 810,
             *         "y": 396.19,
             *         "width": 360,
             *         "height": 365.71
             *         },
             *         "corners": [],
             *         "image": "iVBORw0KGgo="
             *       },
             *       {
             *         "value": 1.15863,
             *         "picture": "8ecae4b267b2d3169e06e00c7dee97097aa2a94635d45216f7732a5f4943cb51",
             *         "x": 11,
             *         "y": 11,
             *         "field": {
             *         "x": 42,
             *         "y": 42,
             *         "width": 24,
             *         "height": 24
             *         },
             *         "box": {
             *         "x": 390,
             *         "y": 396.19,
             *         "width": 360,
             *         "height": 365.71
             *         },
             *         "corners": [],
             *         "image": "iVBORw0KGgo="
             *       }
             *       ]
             *     }
             *     ]
             *   }
             */
            "application/json": components["schemas"]["Patches"];
            "image/png": Blob;
            "image/jpeg": Blob;
            "image/webp": Blob;
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `network_not_found`: There is no such network. `layer_not_found`: The network has no such layer. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "network_not_found" | "layer_not_found";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `no_face`: No face was found. `picture_too_small`: The picture is too small. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "no_face" | "picture_too_small";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. `network_busy`: A network is being looked into; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing" | "network_busy";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/networks/{network}/layers/{layer}/activations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A picture's map of each unit */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The id of a network, as /v1/networks lists them. */
          network: string;
          /** @description Percent-encoded where it holds a slash. */
          layer: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "image": "/9j/4AAQSkZJRgABAQAAAQABAAD/",
           *     "units": "15",
           *     "size": 128,
           *     "as": "json"
           *   }
           */
          "application/json": components["schemas"]["ActivationsRequest"];
          "multipart/form-data": {
            /** Format: binary */
            image: Blob;
            /**
             * @description Which units: `0,3,16-31`, in JSON also a list. Without it the first ones.
             * @example 0,3,16-31
             */
            units?: string;
            /** @description Longer side, in pixels, at which a network that takes any size sees a picture. Default 256. */
            size?: number;
            /** @description Encoders and landmarks: cut the largest face as the service does; false: the picture is the crop. Default true. */
            align?: boolean;
            /**
             * @description What the answer comes as, whatever Accept says.
             * @enum {string}
             */
            as?: "json" | "png" | "jpeg" | "webp";
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description As `as` says, else as Accept does, else PNG: each map from black, its least or 0, to white, its most. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "image/png": Blob;
            "image/jpeg": Blob;
            "image/webp": Blob;
            /**
             * @example {
             *     "network": "inception-v3-mixed2",
             *     "sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "layer": "activation_5",
             *     "engine": "onnxruntime-node 1.30.0 linux/x64 avx512f threads=1",
             *     "input": {
             *     "width": 160,
             *     "height": 116
             *     },
             *     "map": {
             *     "width": 36,
             *     "height": 25
             *     },
             *     "units": [
             *     {
             *       "unit": 15,
             *       "dead": false,
             *       "least": 0,
             *       "most": 1.2976,
             *       "mean": 0.0248763,
             *       "x": 18,
             *       "y": 11
             *     }
             *     ]
             *   }
             */
            "application/json": components["schemas"]["Activations"];
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `network_not_found`: There is no such network. `layer_not_found`: The network has no such layer. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "network_not_found" | "layer_not_found";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `no_face`: No face was found. `picture_too_small`: The picture is too small. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "no_face" | "picture_too_small";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. `network_busy`: A network is being looked into; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing" | "network_busy";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/networks/{network}/layers/{layer}/filters": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A first layer's filters as a picture */
    get: {
      parameters: {
        query?: {
          /** @description Which units: `0,3,16-31`, in JSON also a list. Without it the first ones. */
          units?: string;
          as?: "png" | "jpeg" | "webp";
        };
        header?: never;
        path: {
          /** @description The id of a network, as /v1/networks lists them. */
          network: string;
          /** @description Percent-encoded where it holds a slash. */
          layer: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Mid-grey is a weight of 0; each filter by itself. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "image/png": Blob;
            "image/jpeg": Blob;
            "image/webp": Blob;
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `network_not_found`: There is no such network. `layer_not_found`: The network has no such layer. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "network_not_found" | "layer_not_found";
            };
          };
        };
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "model_missing";
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/networks/{network}/layers/{layer}/maximise": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A new picture that a unit, a channel or a layer responds to most; a job, as a style transfer is */
    post: {
      parameters: {
        query?: never;
        header?: {
          /**
           * @description Makes the request safe to send again for a day: what it makes is made once, and the second answer says Idempotency-Replayed: true. 1 to 255 visible ASCII characters.
           * @example 6f2a1c1e-6f0c-4b51-9d0e-3a4b8f2f1c77
           */
          "Idempotency-Key"?: string;
        };
        path: {
          /** @description The id of a network, as /v1/networks lists them. */
          network: string;
          /** @description Percent-encoded where it holds a slash. */
          layer: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          /**
           * @example {
           *     "options": {
           *     "unit": 15,
           *     "levels": [
           *       {
           *       "size": 64,
           *       "iterations": 3
           *       }
           *     ]
           *     }
           *   }
           */
          "application/json": components["schemas"]["NewMaximiseRequest"];
          "multipart/form-data": {
            /** Format: binary */
            image?: Blob;
            options?: components["schemas"]["MaximiseOptions"];
            /**
             * @description Continue it in the background until it ends.
             * @default false
             */
            auto?: boolean;
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description The job; it is moved at /v1/styles/{id}/steps, its picture is at .../image. */
        201: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
            /** @description Its address. */
            Location: string;
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "5c0f9a1e7b3d4f620000000000000088",
             *     "kind": "maximise",
             *     "status": "running",
             *     "failure": null,
             *     "auto": false,
             *     "created_at": "2026-11-25T18:27:14.056Z",
             *     "iteration": 0,
             *     "iterations": 3,
             *     "level": 0,
             *     "size": null,
             *     "width": null,
             *     "height": null,
             *     "evaluations": 0,
             *     "total": null,
             *     "losses": 0,
             *     "engine": null,
             *     "engine_changed": false,
             *     "digest": "b02837723273f3dda694e987215680129e0d5d1fb5f3bb709b67795d5f7756d6",
             *     "extractor_sha256": "9babe1e3df3ab4b4e67d97cfd198bea8ff8d5f6c79ddc33d81e460f562c85c96",
             *     "forked_from": null,
             *     "options": {
             *     "levels": [
             *       {
             *       "size": 64,
             *       "iterations": 3
             *       }
             *     ],
             *     "parametrisation": "decorrelated",
             *     "jitter": 4,
             *     "tv": 0,
             *     "l2": 0,
             *     "initial": "grey",
             *     "noise": 0.1,
             *     "seed": 0,
             *     "unit": 15,
             *     "network": "inception-v3-mixed2",
             *     "layer": "activation_5",
             *     "target": "channel",
             *     "optimiser": {
             *       "kind": "adam",
             *       "learning_rate": 0.05,
             *       "beta1": 0.9,
             *       "beta2": 0.99,
             *       "epsilon": 1e-8
             *     }
             *     }
             *   }
             */
            "application/json": components["schemas"]["Style"];
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `network_not_found`: There is no such network. `layer_not_found`: The network has no such layer. `style_not_found`: There is no such style. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "network_not_found" | "layer_not_found" | "style_not_found";
            };
          };
        };
        409: components["responses"]["idempotency_running"];
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `idempotency_key_reused`: The idempotency key belongs to another request. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `picture_too_small`: The picture is too small. `style_too_large`: The style is too large. `unit_dead`: No picture changes this unit. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "idempotency_key_reused" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "picture_too_small" | "style_too_large" | "unit_dead";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. `runtime_failed`: The runtime failed. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid" | "runtime_failed";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. `style_busy`: A style is being computed; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing" | "style_busy";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/networks/{network}/layers/{layer}/maximise/estimate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What such a picture would take: time, memory, calls */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          /** @description The id of a network, as /v1/networks lists them. */
          network: string;
          /** @description Percent-encoded where it holds a slash. */
          layer: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          /**
           * @example {
           *     "options": {
           *     "unit": 15,
           *     "levels": [
           *       {
           *       "size": 64,
           *       "iterations": 3
           *       }
           *     ]
           *     }
           *   }
           */
          "application/json": components["schemas"]["NewMaximiseRequest"];
          "multipart/form-data": {
            /** Format: binary */
            image?: Blob;
            options?: components["schemas"]["MaximiseOptions"];
            /**
             * @description Continue it in the background until it ends.
             * @default false
             */
            auto?: boolean;
          };
          "image/*": Blob;
        };
      };
      responses: {
        /** @description Before anything runs. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "levels": [
             *     {
             *       "size": {
             *       "width": 64,
             *       "height": 64
             *       },
             *       "width": 64,
             *       "height": 64,
             *       "iterations": 3,
             *       "evaluations": 4,
             *       "macs": 259925632,
             *       "ms_per_evaluation": 24.36
             *     }
             *     ],
             *     "evaluations": 4,
             *     "seconds": 0.77,
             *     "invocations": 1,
             *     "history": null,
             *     "state_bytes": 147456,
             *     "memory_bytes": 264580837
             *   }
             */
            "application/json": components["schemas"]["StyleEstimate"];
          };
        };
        /** @description `request_malformed`: The request cannot be read. `picture_empty`: The picture is empty. */
        400: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 400;
              /** @enum {unknown} */
              code: "request_malformed" | "picture_empty";
            };
          };
        };
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `network_not_found`: There is no such network. `layer_not_found`: The network has no such layer. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "network_not_found" | "layer_not_found";
            };
          };
        };
        /** @description `body_too_large`: The body is too large. `picture_too_large`: The picture has too many pixels. */
        413: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 413;
              /** @enum {unknown} */
              code: "body_too_large" | "picture_too_large";
            };
          };
        };
        /** @description `media_type_unsupported`: The body is of a type that is not read here. `picture_type_unsupported`: The picture is of a type that is not read here. */
        415: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 415;
              /** @enum {unknown} */
              code: "media_type_unsupported" | "picture_type_unsupported";
            };
          };
        };
        /** @description `request_invalid`: The request is not valid. `picture_broken`: The picture cannot be decoded. `picture_url_refused`: The URL of a picture is refused. `picture_unreachable`: A picture could not be fetched. `picture_too_small`: The picture is too small. `style_too_large`: The style is too large. `unit_dead`: No picture changes this unit. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "picture_too_small" | "style_too_large" | "unit_dead";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        /** @description `internal_error`: Something went wrong here. `model_invalid`: A model is not valid. `graph_invalid`: A graph is not valid. */
        500: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 500;
              /** @enum {unknown} */
              code: "internal_error" | "model_invalid" | "graph_invalid";
            };
          };
        };
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. `model_missing`: A model is missing. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded" | "model_missing";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who did what to whose face, oldest first, in pages; every record names the hash of the one before */
    get: {
      parameters: {
        query?: {
          limit?: number;
          /** @description next_cursor of the page before, or the seq after which to begin. */
          cursor?: number | null;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "records": [
             *     {
             *       "actor": null,
             *       "request": "5c0f9a1e7b3d4f620000000000000009",
             *       "action": "subject.enrolled",
             *       "seq": 1,
             *       "previous": "0000000000000000000000000000000000000000000000000000000000000000",
             *       "hash": "7f8175a2aeb3c4c8337498f573c24c44490dc3607dfd815453a85f01fb716938",
             *       "at": "2026-01-31T12:00:00.000Z",
             *       "data": {
             *       "gallery": "friends",
             *       "subject": "ada",
             *       "faces": [
             *         "5c0f9a1e7b3d4f62000000000000000a"
             *       ],
             *       "model": "mobilefacenet-128"
             *       }
             *     },
             *     {
             *       "actor": null,
             *       "request": "5c0f9a1e7b3d4f62000000000000000c",
             *       "action": "subject.enrolled",
             *       "seq": 2,
             *       "previous": "7f8175a2aeb3c4c8337498f573c24c44490dc3607dfd815453a85f01fb716938",
             *       "hash": "b8cbd83357340a32328faa46d9c0881b738fff8de9bf2bcc547578d870e05a82",
             *       "at": "2026-01-31T12:00:00.000Z",
             *       "data": {
             *       "gallery": "friends",
             *       "subject": "guest-0",
             *       "faces": [
             *         "5c0f9a1e7b3d4f62000000000000000d"
             *       ],
             *       "model": "mobilefacenet-128"
             *       }
             *     }
             *     ],
             *     "next_cursor": "2"
             *   }
             */
            "application/json": {
              records: {
                /** @description From 1, without a gap. */
                seq: number;
                /** @description RFC 3339. */
                at: string;
                /** @description Id of the key that was sent; null where the service asks for none; `retention` where the time of a subject came. */
                actor: string | null;
                /** @description X-Request-Id of the call; of retention, which has none, an id of its own. */
                request: string;
                /** @example subject.enrolled */
                action: string;
                /** @description Ids and numbers: no template, picture or name. */
                data: Record<string, never>;
                /** @description hash of the record before; 64 zeros of the first. */
                previous: string;
                /** @description SHA-256 of the JSON array [tenant, seq, at in milliseconds, actor, request, action, data, previous]. */
                hash: string;
              }[];
              /** @description Of the next page; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/webhooks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Webhooks, oldest first; there are 20 at most */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description All of them. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "webhooks": [
             *     {
             *       "id": "wh_5c0f9a1e7b3d4f62000000000000008a",
             *       "url": "https://example.com/hooks/likeness",
             *       "events": [
             *       "subject.enrolled"
             *       ],
             *       "description": null,
             *       "created_at": "2026-11-25T18:27:14.059Z",
             *       "enabled": true,
             *       "disabled_because": null,
             *       "failing_since": null,
             *       "dropped": 0
             *     }
             *     ]
             *   }
             */
            "application/json": {
              webhooks: components["schemas"]["Webhook"][];
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    /** Be told of events by signed requests to a URL; the answer shows the secret, once */
    post: {
      parameters: {
        query?: never;
        header?: {
          /**
           * @description Makes the request safe to send again for a day: what it makes is made once, and the second answer says Idempotency-Replayed: true. 1 to 255 visible ASCII characters.
           * @example 6f2a1c1e-6f0c-4b51-9d0e-3a4b8f2f1c77
           */
          "Idempotency-Key"?: string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "url": "https://example.com/hooks/likeness",
           *     "events": [
           *     "subject.enrolled"
           *     ]
           *   }
           */
          "application/json": components["schemas"]["NewWebhookRequest"];
        };
      };
      responses: {
        /** @description It hears from now on. */
        201: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
            /** @description Its address. */
            Location: string;
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "wh_5c0f9a1e7b3d4f62000000000000008a",
             *     "url": "https://example.com/hooks/likeness",
             *     "events": [
             *     "subject.enrolled"
             *     ],
             *     "description": null,
             *     "created_at": "2026-11-25T18:27:14.059Z",
             *     "enabled": true,
             *     "disabled_because": null,
             *     "failing_since": null,
             *     "dropped": 0,
             *     "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
             *     "old_secrets_until": null
             *   }
             */
            "application/json": components["schemas"]["WebhookWithSecret"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["webhook_not_found"];
        /** @description `idempotency_running`: A request with this idempotency key is under way. `webhooks_full`: There are too many webhooks. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "idempotency_running" | "webhooks_full";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        /** @description `request_invalid`: The request is not valid. `idempotency_key_reused`: The idempotency key belongs to another request. `webhook_url_refused`: The URL is not called. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "idempotency_key_reused" | "webhook_url_refused";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/webhooks/{webhook}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a webhook */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          webhook: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The webhook, without its secret. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "wh_5c0f9a1e7b3d4f62000000000000008a",
             *     "url": "https://example.com/hooks/likeness",
             *     "events": [
             *     "subject.enrolled"
             *     ],
             *     "description": null,
             *     "created_at": "2026-11-25T18:27:14.059Z",
             *     "enabled": true,
             *     "disabled_because": null,
             *     "failing_since": null,
             *     "dropped": 0
             *   }
             */
            "application/json": components["schemas"]["Webhook"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["webhook_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    /** Be told no more; what waits is not sent */
    delete: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          webhook: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It is gone, with its deliveries. */
        204: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content?: never;
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["webhook_not_found"];
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    options?: never;
    head?: never;
    /** Change its URL, events or description; disable or enable it */
    patch: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          webhook: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          /**
           * @example {
           *     "events": [
           *     "*"
           *     ]
           *   }
           */
          "application/json": components["schemas"]["WebhookRequest"];
        };
      };
      responses: {
        /** @description The webhook as it is now. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "wh_5c0f9a1e7b3d4f62000000000000008a",
             *     "url": "https://example.com/hooks/likeness",
             *     "events": [
             *     "*"
             *     ],
             *     "description": null,
             *     "created_at": "2026-11-25T18:27:14.059Z",
             *     "enabled": true,
             *     "disabled_because": null,
             *     "failing_since": null,
             *     "dropped": 0
             *   }
             */
            "application/json": components["schemas"]["Webhook"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["webhook_not_found"];
        413: components["responses"]["body_too_large"];
        415: components["responses"]["media_type_unsupported"];
        /** @description `request_invalid`: The request is not valid. `webhook_url_refused`: The URL is not called. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "webhook_url_refused";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    trace?: never;
  };
  "/v1/webhooks/{webhook}/rotate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A new secret; for 24 hours the old one signs beside it */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          webhook: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The new secret, shown this once. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "wh_5c0f9a1e7b3d4f62000000000000008a",
             *     "url": "https://example.com/hooks/likeness",
             *     "events": [
             *     "*"
             *     ],
             *     "description": null,
             *     "created_at": "2026-11-25T18:27:14.059Z",
             *     "enabled": true,
             *     "disabled_because": null,
             *     "failing_since": null,
             *     "dropped": 0,
             *     "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
             *     "old_secrets_until": "2026-11-26T18:27:14.062Z"
             *   }
             */
            "application/json": components["schemas"]["WebhookWithSecret"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["webhook_not_found"];
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/webhooks/{webhook}/test": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a message of type webhook.test, once */
    post: {
      parameters: {
        query?: never;
        header?: {
          /**
           * @description Makes the request safe to send again for a day: what it makes is made once, and the second answer says Idempotency-Replayed: true. 1 to 255 visible ASCII characters.
           * @example 6f2a1c1e-6f0c-4b51-9d0e-3a4b8f2f1c77
           */
          "Idempotency-Key"?: string;
        };
        path: {
          webhook: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It is queued; read the delivery for how it went. */
        202: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
            /** @description Its address. */
            Location: string;
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "evt_5c0f9a1e7b3d4f620000000000000090",
             *     "type": "webhook.test",
             *     "status": "pending",
             *     "attempts": 0,
             *     "created_at": "2026-11-25T18:27:14.063Z",
             *     "next_attempt_at": "2026-11-25T18:27:14.063Z",
             *     "last_attempt": null
             *   }
             */
            "application/json": components["schemas"]["WebhookDelivery"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["webhook_not_found"];
        /** @description `idempotency_running`: A request with this idempotency key is under way. `webhook_disabled`: The webhook is disabled. */
        409: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 409;
              /** @enum {unknown} */
              code: "idempotency_running" | "webhook_disabled";
            };
          };
        };
        413: components["responses"]["body_too_large"];
        /** @description `request_invalid`: The request is not valid. `idempotency_key_reused`: The idempotency key belongs to another request. */
        422: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 422;
              /** @enum {unknown} */
              code: "request_invalid" | "idempotency_key_reused";
            };
          };
        };
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/webhooks/{webhook}/deliveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was sent, what waits and what is dead, newest first, in pages */
    get: {
      parameters: {
        query?: {
          limit?: number;
          /** @description next_cursor of the page before. */
          cursor?: string;
          status?: "pending" | "delivered" | "dead";
        };
        header?: never;
        path: {
          webhook: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "deliveries": [
             *     {
             *       "id": "evt_5c0f9a1e7b3d4f620000000000000090",
             *       "type": "webhook.test",
             *       "status": "pending",
             *       "attempts": 0,
             *       "created_at": "2026-11-25T18:27:14.063Z",
             *       "next_attempt_at": "2026-11-25T18:27:14.063Z",
             *       "last_attempt": null
             *     }
             *     ],
             *     "next_cursor": null
             *   }
             */
            "application/json": {
              deliveries: components["schemas"]["WebhookDelivery"][];
              /** @description Of the next page; null on the last. */
              next_cursor: string | null;
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        404: components["responses"]["webhook_not_found"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/webhooks/{webhook}/deliveries/{delivery}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How one delivery went */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          webhook: string;
          delivery: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The delivery. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "evt_5c0f9a1e7b3d4f620000000000000090",
             *     "type": "webhook.test",
             *     "status": "pending",
             *     "attempts": 0,
             *     "created_at": "2026-11-25T18:27:14.063Z",
             *     "next_attempt_at": "2026-11-25T18:27:14.063Z",
             *     "last_attempt": null
             *   }
             */
            "application/json": components["schemas"]["WebhookDelivery"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `webhook_not_found`: There is no such webhook. `delivery_not_found`: There is no such delivery. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "webhook_not_found" | "delivery_not_found";
            };
          };
        };
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/webhooks/{webhook}/deliveries/{delivery}/redeliver": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The same message once more, under the same webhook-id */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          webhook: string;
          delivery: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It is queued. */
        202: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "id": "evt_5c0f9a1e7b3d4f620000000000000090",
             *     "type": "webhook.test",
             *     "status": "pending",
             *     "attempts": 0,
             *     "created_at": "2026-11-25T18:27:14.063Z",
             *     "next_attempt_at": "2026-11-25T18:27:14.066Z",
             *     "last_attempt": null
             *   }
             */
            "application/json": components["schemas"]["WebhookDelivery"];
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        /** @description `origin_refused`: Requests of this origin are refused. `scope_missing`: The API key may not do this. */
        403: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 403;
              /** @enum {unknown} */
              code: "origin_refused" | "scope_missing";
            };
          };
        };
        /** @description `webhook_not_found`: There is no such webhook. `delivery_not_found`: There is no such delivery. */
        404: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 404;
              /** @enum {unknown} */
              code: "webhook_not_found" | "delivery_not_found";
            };
          };
        };
        409: components["responses"]["webhook_disabled"];
        413: components["responses"]["body_too_large"];
        422: components["responses"]["request_invalid"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        /** @description `store_failed`: The store failed; trying again is safe. `overloaded`: There is too much to do; trying again is safe. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/problem+json": components["schemas"]["Problem"] & {
              /** @constant */
              status: 503;
              /** @enum {unknown} */
              code: "store_failed" | "overloaded";
            };
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/health": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Is it up; needs no key */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It is. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "status": "ok"
             *   }
             */
            "application/json": {
              /** @enum {string} */
              status: "ok";
            };
          };
        };
        400: components["responses"]["request_malformed"];
        403: components["responses"]["origin_refused"];
        500: components["responses"]["internal_error"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/health/ready": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Can it take work now; needs no key */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description It can. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "status": "ready",
             *     "checks": {
             *     "store": "ok",
             *     "models": "ok",
             *     "queue": "ok",
             *     "running": "ok"
             *     }
             *   }
             */
            "application/json": {
              /** @enum {string} */
              status: "ready" | "not_ready";
              checks: {
                /** @enum {string} */
                store: "ok" | "failing";
                /** @enum {string} */
                models: "ok" | "failing";
                /** @enum {string} */
                queue: "ok" | "failing";
                /** @enum {string} */
                running: "ok" | "failing";
              };
            };
          };
        };
        400: components["responses"]["request_malformed"];
        403: components["responses"]["origin_refused"];
        500: components["responses"]["internal_error"];
        /** @description It runs, but something is failing, there is too much to do, or it is about to end. */
        503: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            "Retry-After": components["headers"]["Retry-After"];
            [name: string]: unknown;
          };
          content: {
            "application/json": {
              /** @enum {string} */
              status: "ready" | "not_ready";
              checks: {
                /** @enum {string} */
                store: "ok" | "failing";
                /** @enum {string} */
                models: "ok" | "failing";
                /** @enum {string} */
                queue: "ok" | "failing";
                /** @enum {string} */
                running: "ok" | "failing";
              };
            };
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/models": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The models: what each is, where it comes from, what its distances mean */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description As the manifest has them. */
        200: {
          headers: {
            "X-Request-Id": components["headers"]["X-Request-Id"];
            "Cache-Control": components["headers"]["Cache-Control"];
            "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
            RateLimit: components["headers"]["RateLimit"];
            "Server-Timing": components["headers"]["Server-Timing"];
            [name: string]: unknown;
          };
          content: {
            /**
             * @example {
             *     "engine": "onnxruntime-node 1.30.0 linux/x64 avx512f threads=1",
             *     "encoder": "mobilefacenet-128",
             *     "templates_at_rest": "memory",
             *     "not_provided": [
             *     {
             *       "what": "liveness",
             *       "why": "Nothing here tells a face from a picture, a screen or a mask of it: whoever must know that checks it before."
             *     },
             *     {
             *       "what": "attributes",
             *       "why": "Age, gender, emotion, ethnicity and the like are not told by any model here."
             *     }
             *     ],
             *     "undisclosed": [
             *     {
             *       "models": [
             *       "landmarks-68",
             *       "mobilefacenet-128",
             *       "mobilefacenet-256"
             *       ],
             *       "what": "What they were trained on, whether those people agreed, and whether they are in public test sets too."
             *     },
             *     {
             *       "models": [
             *       "detector-320x240",
             *       "detector-960x720"
             *       ],
             *       "what": "The terms of the pictures of WIDER FACE, which the upstream names as its training data, were not examined."
             *     }
             *     ],
             *     "models": [
             *     {
             *       "id": "detector-320x240",
             *       "kind": "detector",
             *       "sha256": "478f53dff27e06ff36fa63197e4427a8060189fd3e1dbb56a1004e2c3725e48e",
             *       "bytes": 1179535,
             *       "opset": 17,
             *       "preprocessing": "The picture scaled to 320 x 240: (RGB - 127) / 128, [1,3,240,320].",
             *       "macs": 100418560,
             *       "parameters": 273888,
             *       "licence": "MIT: the same network as its upstream, Ultra-Light-Fast-Generic-Face-Detector-1MB",
             *       "source": "npm faceplugin-face-recognition-js@0.0.1 model/fr_detect.onnx"
             *     },
             *     {
             *       "id": "detector-960x720",
             *       "kind": "detector",
             *       "sha256": "46db2c629f6ff331a376a8085ee12970bdf8709dddc510869cfa8b00bfd540fe",
             *       "bytes": 1744339,
             *       "opset": 17,
             *       "preprocessing": "The picture scaled to 960 x 720: (RGB - 127) / 128, [1,3,720,960].",
             *       "macs": 899992320,
             *       "parameters": 273888,
             *       "licence": "MIT: the same network as its upstream, Ultra-Light-Fast-Generic-Face-Detector-1MB",
             *       "source": "npm faceplugin-face-recognition-js@0.0.1 model/fr_detect.onnx"
             *     }
             *     ]
             *   }
             */
            "application/json": {
              /** @description Runtime, version, platform, instruction set, threads: equal strings give equal bytes. */
              engine: string;
              /** @description The encoder of new galleries. */
              encoder: string;
              /**
               * @description How templates are kept: encrypted since a master key is set, in the clear, or in memory alone. A gallery that chose pgvector says `clear` itself.
               * @enum {string}
               */
              templates_at_rest: "encrypted" | "clear" | "memory";
              /** @description What might be taken for granted and is not there. */
              not_provided: {
                what: string;
                why: string;
              }[];
              /** @description What is not known of the models that came with a package. */
              undisclosed: {
                models: string[];
                what: string;
              }[];
              models: components["schemas"]["Model"][];
            };
          };
        };
        400: components["responses"]["request_malformed"];
        401: components["responses"]["unauthorized"];
        403: components["responses"]["origin_refused"];
        429: components["responses"]["rate_limited"];
        500: components["responses"]["internal_error"];
        503: components["responses"]["store_failed"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    DetectRequest: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image: string;
      /**
       * @description When a picture shows several faces.
       * @default all
       * @enum {string}
       */
      on_multiple?: "all" | "largest" | "error";
    };
    EmbedRequest: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image: string;
      /**
       * @description The id of an encoder, as /v1/models lists them.
       * @example mobilefacenet-128
       */
      model?: string;
      /**
       * @description When a picture shows several faces.
       * @default all
       * @enum {string}
       */
      on_multiple?: "all" | "largest" | "error";
    };
    VerifyRequest: {
      a: components["schemas"]["Side"];
      b: components["schemas"]["Side"];
      /**
       * @description The id of an encoder, as /v1/models lists them.
       * @example mobilefacenet-128
       */
      model?: string;
      /**
       * @description When a picture shows several faces; all: the closest pair decides, and `comparisons` says of how many.
       * @default largest
       * @enum {string}
       */
      on_multiple?: "largest" | "error" | "all";
      /** @description Squared L2 distance up to which two faces are of one person. Excludes fmr. */
      threshold?: number;
      /**
       * @description The false match rate wanted; the threshold comes from the calibration of the encoder. Excludes threshold.
       * @example 0.001
       */
      fmr?: number;
      /**
       * @description By which curve rates are read: the gallery's own, as calibrate measured it, or the one that came with the encoder. Without it the gallery's own where there is one that is not stale.
       * @enum {string}
       */
      curve?: "gallery" | "shipped";
      /**
       * @description distance: the distance decides. logistic: a head decides, and a threshold is the least probability, 0..1.
       * @default distance
       * @enum {string}
       */
      method?: "distance" | "logistic";
      /**
       * @description With logistic, the id of a head, as /v1/models lists them; the encoder's first where none is named.
       * @example mobilefacenet-128-abs-difference
       */
      head?: string;
    };
    /** @description Either image, or embedding and model, or gallery and subject. */
    Side: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image?: string;
      /** @description A unit vector from /v1/embed. */
      embedding?: number[];
      /**
       * @description The id of an encoder, as /v1/models lists them.
       * @example mobilefacenet-128
       */
      model?: string;
      /**
       * @description The caller's own id: 1 to 128 characters, percent-encoded in a path.
       * @example ada
       */
      gallery?: string;
      /**
       * @description The caller's own id: 1 to 128 characters, percent-encoded in a path.
       * @example ada
       */
      subject?: string;
    };
    GalleryRequest: {
      /**
       * @description For people to read; null for none.
       * @example Ada Lovelace
       */
      name?: string | null;
      /**
       * @description The id of an encoder, as /v1/models lists them.
       * @example mobilefacenet-128
       */
      model?: string;
      /**
       * @description Where a new gallery is to be searched, `memory` unless said. `pgvector` keeps its templates in the clear in PostgreSQL, which needs the extension. An existing gallery keeps what it has: another is refused.
       * @enum {string}
       */
      search?: "memory" | "pgvector";
      /**
       * @description How long subjects who are enrolled from now on are kept, when their enrolment does not say.
       * @example 365
       */
      retention_days?: number | null;
    };
    SubjectRequest: {
      /**
       * @description For people to read; null for none.
       * @example Ada Lovelace
       */
      name: string | null;
    };
    EnrolRequest: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image?: string;
      /** @description A unit vector from /v1/embed. */
      embedding?: number[];
      /**
       * @description The id of an encoder, as /v1/models lists them.
       * @example mobilefacenet-128
       */
      model?: string;
      faces?: components["schemas"]["Source"][];
      /**
       * @description For people to read; null for none.
       * @example Ada Lovelace
       */
      name?: string | null;
      /**
       * @description When a picture shows several faces.
       * @default error
       * @enum {string}
       */
      on_multiple?: "error" | "largest";
      consent?: components["schemas"]["ConsentFields"];
      /**
       * Format: date-time
       * @description From then on nobody finds the subject, and it is deleted. Excludes ttl_days.
       * @example 2027-01-31T12:00:00Z
       */
      expires_at?: string;
      /**
       * @description The same, so many days from now. Without either an existing subject keeps what it has.
       * @example 30
       */
      ttl_days?: number;
    };
    /** @description Either image, or embedding and model. */
    Source: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image?: string;
      /** @description A unit vector from /v1/embed. */
      embedding?: number[];
      /**
       * @description The id of an encoder, as /v1/models lists them.
       * @example mobilefacenet-128
       */
      model?: string;
    };
    /**
     * @description That the subject agreed, as the caller recorded it: ids of the caller's, no prose.
     * @example {
     *     "given_at": "2026-01-31T12:00:00Z",
     *     "reference": "terms-2026-01",
     *     "by": "reception"
     *   }
     */
    ConsentFields: {
      /**
       * Format: date-time
       * @example 2027-01-31T12:00:00Z
       */
      given_at: string;
      /** @description Of the text agreed to, or of its record. */
      reference?: string;
      /** @description Who gave it, or took it down. */
      by?: string;
    };
    RecognizeRequest: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image?: string;
      /** @description A unit vector from /v1/embed. */
      embedding?: number[];
      /**
       * @description The id of an encoder, as /v1/models lists them.
       * @example mobilefacenet-128
       */
      model?: string;
      /**
       * @description When a picture shows several faces.
       * @default all
       * @enum {string}
       */
      on_multiple?: "all" | "largest" | "error";
      /** @default 5 */
      max_candidates?: number;
      /** @description Squared L2 distance up to which two faces are of one person. Excludes fmr. */
      threshold?: number;
      /**
       * @description The false match rate wanted; the threshold comes from the calibration of the encoder. Excludes threshold.
       * @example 0.001
       */
      fmr?: number;
      /**
       * @description The false positive identification rate wanted: the share of strangers who are given a name. The threshold comes from the calibration of the encoder and from how many subjects the gallery has now. Excludes threshold and fmr.
       * @example 0.01
       */
      fpir?: number;
      /**
       * @description By which curve rates are read: the gallery's own, as calibrate measured it, or the one that came with the encoder. Without it the gallery's own where there is one that is not stale.
       * @enum {string}
       */
      curve?: "gallery" | "shipped";
    };
    CalibrateRequest: {
      /**
       * @description Of the people who are drawn from a large gallery, and of the intervals.
       * @default 1
       */
      seed?: number;
      /** @description A false match rate that the gallery is to support. */
      fmr?: number;
      /** @description A false positive identification rate that it is to support. */
      fpir?: number;
    };
    NewSoundRequest: {
      content?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      };
      style: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      } | ((string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      })[];
      weight?: number[];
      options?: components["schemas"]["SoundOptions"];
      /**
       * @description Continue it in the background until it ends.
       * @default false
       */
      auto?: boolean;
    };
    /** @default {} */
    SoundOptions: {
      /** @description Rate of the result, Hz. Excludes levels. */
      size?: number;
      /** @description Coarse to fine: rates in Hz and iterations at each. */
      levels?: {
        size: number;
        iterations: number;
      }[];
      /** @description Weight of each content layer. */
      content?: {
        [key: string]: number;
      };
      /** @description Lambda of each style layer. */
      style?: {
        [key: string]: number;
      };
      /** @enum {string} */
      statistic?: "gram" | "covariance" | "both";
      /** @description Of the content cost. */
      alpha?: number;
      /** @description Of the style cost. */
      beta?: number;
      noise?: number;
      seed?: number;
      optimiser?: {
        /** @enum {string} */
        kind: "gradient-descent" | "adam" | "l-bfgs";
        history?: number;
        learning_rate?: number;
        beta1?: number;
        beta2?: number;
        epsilon?: number;
      };
      /** @enum {string} */
      initial?: "noise" | "content";
      /** @description Length of a texture; null: as long as the first style. A content has its own. */
      seconds?: number | null;
    };
    NewClipRequest: {
      content?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      };
      style?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      } | ((string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      })[];
      weight?: number[];
      mask?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      } | ((string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      })[];
      styles?: {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
        /** @default 1 */
        weight?: number;
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        mask?: string;
      }[];
      initial?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      };
      options?: components["schemas"]["ClipOptions"];
      /**
       * @description Continue it in the background until it ends.
       * @default false
       */
      auto?: boolean;
    };
    /** @default {} */
    ClipOptions: {
      /** @enum {string} */
      preset?: "likeness" | "gatys" | "course" | "neural-style";
      extractor?: string;
      /** @description The result's longer side in pixels, reached coarse to fine. Excludes levels. */
      size?: number;
      /** @description Coarse to fine: longer sides in pixels and iterations at each. */
      levels?: {
        size: number;
        iterations: number;
      }[];
      /** @description Weight of each content layer. */
      content?: {
        [key: string]: number;
      };
      /** @description Lambda of each style layer. */
      style?: {
        [key: string]: number;
      };
      /** @enum {string} */
      statistic?: "gram" | "covariance" | "both";
      /** @description Of the content cost. */
      alpha?: number;
      /** @description Of the style cost. */
      beta?: number;
      noise?: number;
      seed?: number;
      optimiser?: {
        /** @enum {string} */
        kind: "gradient-descent" | "adam" | "l-bfgs";
        history?: number;
        learning_rate?: number;
        beta1?: number;
        beta2?: number;
        epsilon?: number;
      };
      pixel_layers?: {
        px1?: number;
        px2?: number;
        px4?: number;
      };
      /** @enum {string} */
      normalisation?: "relative" | "gatys" | "course" | "neural-style";
      tv?: number;
      range?: number;
      /** @description In place of beta: 0 is the content, 1 the style alone, 0.5 the default balance. */
      strength?: number | null;
      style_scale?: number;
      /** @enum {string} */
      initial?: "noise" | "content" | "given";
      /** @enum {string} */
      preserve_colour?: "none" | "luminance" | "histogram";
      /** @description Weight of differences of neighbouring frames where the content is still; 0 is each frame by itself. Default: 100. */
      temporal?: number;
      /** @description By how much of 0..1 a pixel of the content may change and still counts as still. Default: 0.05. */
      stillness?: number;
    };
    NewVolumeRequest: {
      content?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      };
      style: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      } | ((string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      })[];
      weight?: number[];
      options?: components["schemas"]["VolumeOptions"];
      /**
       * @description Continue it in the background until it ends.
       * @default false
       */
      auto?: boolean;
    };
    /** @default {} */
    VolumeOptions: {
      /** @description Longest side of the result in voxels, reached coarse to fine. Excludes levels. */
      size?: number;
      /** @description Coarse to fine: longest sides in voxels and iterations at each. */
      levels?: {
        size: number;
        iterations: number;
      }[];
      /** @description Weight of each content layer. */
      content?: {
        [key: string]: number;
      };
      /** @description Lambda of each style layer. */
      style?: {
        [key: string]: number;
      };
      /** @enum {string} */
      statistic?: "gram" | "covariance" | "both";
      /** @description Of the content cost. */
      alpha?: number;
      /** @description Of the style cost. */
      beta?: number;
      noise?: number;
      seed?: number;
      optimiser?: {
        /** @enum {string} */
        kind: "gradient-descent" | "adam" | "l-bfgs";
        history?: number;
        learning_rate?: number;
        beta1?: number;
        beta2?: number;
        epsilon?: number;
      };
      /** @enum {string} */
      initial?: "noise" | "content";
    };
    NewStyleRequest: {
      content?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      };
      style?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      } | ((string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      })[];
      weight?: number[];
      mask?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      } | ((string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      })[];
      styles?: {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
        /** @default 1 */
        weight?: number;
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        mask?: string;
      }[];
      initial?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      };
      options?: components["schemas"]["StyleOptions"];
      /**
       * @description Continue it in the background until it ends.
       * @default false
       */
      auto?: boolean;
    };
    /** @default {} */
    StyleOptions: {
      /** @enum {string} */
      preset?: "likeness" | "gatys" | "course" | "neural-style";
      extractor?: string;
      /** @description The result's longer side in pixels, reached coarse to fine. Excludes levels. */
      size?: number;
      /** @description Coarse to fine: longer sides in pixels and iterations at each. */
      levels?: {
        size: number;
        iterations: number;
      }[];
      /** @description Weight of each content layer. */
      content?: {
        [key: string]: number;
      };
      /** @description Lambda of each style layer. */
      style?: {
        [key: string]: number;
      };
      /** @enum {string} */
      statistic?: "gram" | "covariance" | "both";
      /** @description Of the content cost. */
      alpha?: number;
      /** @description Of the style cost. */
      beta?: number;
      noise?: number;
      seed?: number;
      optimiser?: {
        /** @enum {string} */
        kind: "gradient-descent" | "adam" | "l-bfgs";
        history?: number;
        learning_rate?: number;
        beta1?: number;
        beta2?: number;
        epsilon?: number;
      };
      pixel_layers?: {
        px1?: number;
        px2?: number;
        px4?: number;
      };
      /** @enum {string} */
      normalisation?: "relative" | "gatys" | "course" | "neural-style";
      tv?: number;
      range?: number;
      /** @description In place of beta: 0 is the content, 1 the style alone, 0.5 the default balance. */
      strength?: number | null;
      style_scale?: number;
      /** @enum {string} */
      initial?: "noise" | "content" | "given";
      /** @enum {string} */
      preserve_colour?: "none" | "luminance" | "histogram";
    };
    StepRequest: {
      /** @description The job's `iteration` as last seen. */
      from: number;
      iterations?: number;
      budget_ms?: number;
    };
    ForkRequest: {
      options?: components["schemas"]["StyleOptions"];
      /**
       * @description Continue it in the background until it ends.
       * @default false
       */
      auto?: boolean;
    };
    PatchesRequest: {
      image?: (string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      };
      images?: ((string) | {
        /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
        image: string;
      })[];
      /**
       * @description Earlier answers; in multipart, files of JSON. The answer is that of all pictures.
       * @default []
       */
      merge?: components["schemas"]["Patches"][];
      /**
       * @description Which units: `0,3,16-31`, in JSON also a list. Without it the first ones.
       * @example 0,3,16-31
       */
      units?: string;
      /** @description Longer side, in pixels, at which a network that takes any size sees a picture. Default 256. */
      size?: number;
      /** @description Encoders and landmarks: cut the largest face as the service does; false: the picture is the crop. Default true. */
      align?: boolean;
      /** @description The most patches of one picture for a unit. Default 9. */
      apiece?: number;
      /** @description Longer side of a patch's image at most, pixels. Default 96. */
      cell?: number;
      /**
       * @description What the answer comes as, whatever Accept says.
       * @enum {string}
       */
      as?: "json" | "png" | "jpeg" | "webp";
    };
    /** @description A value that merges: post it along with further pictures. */
    Patches: {
      network: string;
      /** @description Of the network's file. */
      sha256: string;
      layer: string;
      size: number;
      align: boolean;
      apiece: number;
      cell: number;
      /** @description What computed it. */
      engines: string[];
      /** @description All that were looked at: SHA-256 of their files, in order. */
      pictures: string[];
      units: {
        unit: number;
        /** @description No picture changes it, as its weights prove. */
        dead: boolean;
        /** @description The strongest first; none where no picture excites it. */
        patches: components["schemas"]["Patch"][];
      }[];
    };
    Patch: {
      value: number;
      /** @description SHA-256 of the picture's file. */
      picture: string;
      x: number;
      /** @description The unit's position in the layer's map. */
      y: number;
      /** @description The receptive field there, pixels of the network's input; what lies outside is padding. */
      field: {
        x: number;
        y: number;
        width: number;
        height: number;
      };
      /** @description Its upright box in the picture's pixels. */
      box: {
        x: number;
        y: number;
        width: number;
        height: number;
      };
      /** @description Of a field that is turned in the picture, as that of an aligned face is; else none. */
      corners: {
        x: number;
        y: number;
      }[];
      /**
       * Format: byte
       * @description What the network saw: a PNG, base64.
       */
      image: string;
    };
    ActivationsRequest: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image: string;
      /**
       * @description Which units: `0,3,16-31`, in JSON also a list. Without it the first ones.
       * @example 0,3,16-31
       */
      units?: string;
      /** @description Longer side, in pixels, at which a network that takes any size sees a picture. Default 256. */
      size?: number;
      /** @description Encoders and landmarks: cut the largest face as the service does; false: the picture is the crop. Default true. */
      align?: boolean;
      /**
       * @description What the answer comes as, whatever Accept says.
       * @enum {string}
       */
      as?: "json" | "png" | "jpeg" | "webp";
    };
    NewMaximiseRequest: {
      /** @description A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures. */
      image?: string;
      options?: components["schemas"]["MaximiseOptions"];
      /**
       * @description Continue it in the background until it ends.
       * @default false
       */
      auto?: boolean;
    };
    /** @default {} */
    MaximiseOptions: {
      /**
       * @description unit: one unit at the middle of its layer; channel: one unit everywhere; layer: all units, as DeepDream. Default: channel where a unit is named, else layer.
       * @enum {string}
       */
      target?: "unit" | "channel" | "layer";
      /** @description Index among the layer's units. */
      unit?: number;
      /** @description The result's longer side in pixels, reached coarse to fine. Excludes levels. */
      size?: number;
      /** @description Coarse to fine: longer sides in pixels and iterations at each. */
      levels?: {
        size: number;
        iterations: number;
      }[];
      /** @description The network sees the picture moved by up to so many pixels, less and less to the end. */
      jitter?: number;
      /** @description Weight of the mean square of differences of pixels. */
      tv?: number;
      /** @description Weight of the mean squared distance from grey. */
      l2?: number;
      seed?: number;
      optimiser?: {
        /** @enum {string} */
        kind: "gradient-descent" | "adam" | "l-bfgs";
        history?: number;
        learning_rate?: number;
        beta1?: number;
        beta2?: number;
        epsilon?: number;
      };
      /** @enum {string} */
      parametrisation?: "pixel" | "decorrelated";
      /** @description Standard deviation of what it starts from. */
      noise?: number;
    };
    NewWebhookRequest: {
      /**
       * @description https, without a user name or password; what it resolves to is checked at every delivery.
       * @example https://example.com/hooks/likeness
       */
      url: string;
      /**
       * @description The types to hear of; `*` is every type.
       * @default [
       *     "*"
       *   ]
       * @example [
       *     "subject.enrolled"
       *   ]
       */
      events?: ("*" | "subject.enrolled" | "subject.forgotten" | "face.forgotten" | "face.recognized" | "gallery.deleted" | "style.progress" | "style.completed" | "style.failed")[];
      /**
       * @description For people to read; null for none.
       * @default null
       * @example Ada Lovelace
       */
      description?: string | null;
    };
    WebhookRequest: {
      /**
       * @description https, without a user name or password; what it resolves to is checked at every delivery.
       * @example https://example.com/hooks/likeness
       */
      url?: string;
      /**
       * @description The types to hear of; `*` is every type.
       * @example [
       *     "subject.enrolled"
       *   ]
       */
      events?: ("*" | "subject.enrolled" | "subject.forgotten" | "face.forgotten" | "face.recognized" | "gallery.deleted" | "style.progress" | "style.completed" | "style.failed")[];
      /**
       * @description For people to read; null for none.
       * @example Ada Lovelace
       */
      description?: string | null;
      /** @description Enabling goes on with what waits. */
      enabled?: boolean;
    };
    Picture: {
      width: number;
      height: number;
      format: string;
      /** @description EXIF, 1..8; it has been applied. */
      orientation: number;
      /** @description How many faces were found, before on_multiple; 0 where none was looked for. */
      faces: number;
    };
    /** @description Pixels of the picture after its EXIF orientation was applied; left and right as seen in the picture. */
    Face: {
      box: {
        x: number;
        y: number;
        width: number;
        height: number;
      };
      points: {
        left_eye: {
          x: number;
          y: number;
        };
        right_eye: {
          x: number;
          y: number;
        };
        nose: {
          x: number;
          y: number;
        };
        left_mouth: {
          x: number;
          y: number;
        };
        right_mouth: {
          x: number;
          y: number;
        };
      };
      /** @description Of the detector, 0..1. */
      score: number;
      /** @description The clockwise turn in degrees that makes the face upright: 0, 90, 180 or 270. */
      rotation: number;
      quality: {
        /** @description 0 (useless) .. 1: the weakest of the measures. */
        score: number;
        /** @description Pixels. */
        eye_distance: number;
        sharpness: number;
        brightness: number;
        yaw: number;
        roll: number;
        reasons: {
          code: string;
          value: number;
          limit: number;
        }[];
      };
    };
    /** @description RFC 9457; the facts of the error are further members. */
    Problem: {
      /** @description urn:likeness:problem: and the code. */
      type: string;
      title: string;
      status: number;
      /** @description What happened, with the numbers; none from 500 on. */
      detail?: string;
      /** @description The request id. */
      instance: string;
      /**
       * @description Stable; a program decides by it.
       * @example no_face
       * @enum {string}
       */
      code: "request_malformed" | "request_invalid" | "unauthorized" | "rate_limited" | "scope_missing" | "origin_refused" | "not_found" | "method_not_allowed" | "body_too_large" | "media_type_unsupported" | "idempotency_key_reused" | "idempotency_running" | "picture_empty" | "picture_type_unsupported" | "picture_too_large" | "picture_broken" | "picture_url_refused" | "picture_unreachable" | "sound_type_unsupported" | "volume_type_unsupported" | "volume_too_large" | "volume_broken" | "sound_broken" | "no_face" | "multiple_faces" | "embedding_invalid" | "encoder_mismatch" | "search_mismatch" | "search_unsupported" | "head_missing" | "threshold_unsupported" | "gallery_not_found" | "gallery_empty" | "gallery_changed" | "gallery_full" | "calibration_missing" | "subject_not_found" | "face_not_found" | "nothing_enrolled" | "model_missing" | "model_invalid" | "graph_invalid" | "diverged" | "state_invalid" | "runtime_failed" | "network_busy" | "network_not_found" | "layer_not_found" | "unit_dead" | "layer_unknown" | "picture_too_small" | "style_not_found" | "style_ahead" | "style_ended" | "style_too_large" | "style_busy" | "webhook_not_found" | "webhook_url_refused" | "webhook_disabled" | "webhooks_full" | "delivery_not_found" | "store_failed" | "overloaded" | "internal_error";
      /** @description Of request_invalid: where, as a JSON pointer (RFC 6901), and what is wanted. */
      errors?: ({
        in: string;
        pointer: string;
        message: string;
      } & {
        [key: string]: unknown;
      })[];
    } & {
      [key: string]: unknown;
    };
    VerifyCurve: {
      /** @enum {string} */
      of: "shipped";
      /** @description The data. */
      measured_on: string;
      impostor_pairs: number;
      genuine_pairs: number;
      /** @description How wrong it may be on other data. */
      elsewhere: string;
      /** @description The gallery's own, which was not taken; null where there is none. */
      own: {
        measured_at: string;
        /**
         * @description Why the curve no longer describes the gallery: it has more than twice the subjects, fewer than half, or as many changes since as it had faces. Null while it does.
         * @enum {string|null}
         */
        stale: "grown" | "shrunk" | "replaced" | null;
      } | null;
    } | {
      /** @enum {string} */
      of: "gallery";
      measured_at: string;
      /** @description The gallery as it was. */
      measured_on: {
        subjects: number;
        faces: number;
      };
      /** @description Who was drawn from it; each was looked for in the whole gallery. */
      sample: {
        subjects: number;
        faces: number;
        seed: number;
      };
      /** @description Templates were restored from int8. */
      approximate: boolean;
      /** @description The smallest rates that may be asked for, in the gallery as it was. */
      least: {
        fmr: number | null;
        fpir: number | null;
      };
      /**
       * @description Why the curve no longer describes the gallery: it has more than twice the subjects, fewer than half, or as many changes since as it had faces. Null while it does.
       * @enum {string|null}
       */
      stale: "grown" | "shrunk" | "replaced" | null;
    } | {
      /** @enum {string} */
      of: "head";
      /** @description The data. */
      measured_on: string;
      impostor_pairs: number;
      genuine_pairs: number;
    };
    ComparedSide: {
      /** @enum {string} */
      kind: "picture" | "embedding" | "subject";
      /** @description The face that was compared; null unless a picture was given, and where the encoder takes whole pictures. */
      face: components["schemas"]["Face"] | null;
      picture: components["schemas"]["Picture"] | null;
      gallery?: string;
      subject?: string;
      /** @description How many embeddings stand behind this side. */
      templates: number;
    };
    Gallery: {
      id: string;
      name: string | null;
      model: string;
      /**
       * @description Where recognize looks, chosen when the gallery is made: `memory`, each process reads the templates into its own; `pgvector`, in PostgreSQL, where the templates of this gallery lie in the clear, whether there is a master key or not.
       * @enum {string}
       */
      search: "memory" | "pgvector";
      /**
       * @description How templates of this gallery are kept: as GET /v1/models says of all, but `clear` with `pgvector`.
       * @enum {string}
       */
      templates_at_rest: "encrypted" | "clear" | "memory";
      created_at: string;
      /** @description How long new subjects are kept when their enrolment does not say; null: for ever. */
      retention_days: number | null;
    };
    GalleryDetails: components["schemas"]["Gallery"] & {
      /** @description Those with a face. */
      subjects: number;
      faces: number;
      enrolment: components["schemas"]["Enrolment"];
      /** @description Null until calibrate was called. */
      calibration: components["schemas"]["CalibrationSummary"] | null;
    };
    /** @description Since the gallery was made. */
    Enrolment: {
      /** @description Calls that brought a picture. */
      attempts: number;
      /** @description Those after which nothing was enrolled. */
      failures: number;
      /** @description Failure to enrol, with the interval of Clopper and Pearson; null before the first. */
      failure_rate: components["schemas"]["MeasuredRate"] | null;
      pictures: number;
      rejected: number;
    };
    /** @description With its 95 % interval. */
    MeasuredRate: {
      rate: number;
      low: number;
      high: number;
    };
    CalibrationSummary: {
      measured_at: string;
      /** @description The gallery as it was. */
      measured_on: {
        subjects: number;
        faces: number;
      };
      /** @description Who was drawn from it; each was looked for in the whole gallery. */
      sample: {
        subjects: number;
        faces: number;
        seed: number;
      };
      /** @description Templates were restored from int8. */
      approximate: boolean;
      /** @description The smallest rates that may be asked for, in the gallery as it was. */
      least: {
        fmr: number | null;
        fpir: number | null;
      };
      /**
       * @description Why the curve no longer describes the gallery: it has more than twice the subjects, fewer than half, or as many changes since as it had faces. Null while it does.
       * @enum {string|null}
       */
      stale: "grown" | "shrunk" | "replaced" | null;
    };
    Subject: {
      id: string;
      name: string | null;
      created_at: string;
      consent: components["schemas"]["Consent"] | null;
      /** @description From then on nobody finds the subject, and it is deleted; null: never. */
      expires_at: string | null;
      faces: {
        id: string;
        created_at: string;
        quality: number;
      }[];
    };
    Consent: {
      given_at: string;
      reference: string | null;
      by: string | null;
    };
    SubjectExport: {
      exported_at: string;
      gallery: {
        id: string;
        name: string | null;
      };
      subject: {
        id: string;
        name: string | null;
        created_at: string;
        consent: components["schemas"]["Consent"] | null;
        /** @description From then on nobody finds the subject, and it is deleted; null: never. */
        expires_at: string | null;
        model: string;
        faces: {
          id: string;
          created_at: string;
          quality: number;
          /** @description The template: a unit vector of the encoder. */
          embedding: number[];
        }[];
      };
      /** @description What might be looked for here and is not. */
      not_held: {
        what: string;
        why: string;
      }[];
    };
    /** @description What the threshold was read from, or its rates were. */
    Curve: {
      /** @enum {string} */
      of: "shipped";
      /** @description The data. */
      measured_on: string;
      impostor_pairs: number;
      genuine_pairs: number;
      /** @description How wrong it may be on other data. */
      elsewhere: string;
      /** @description The gallery's own, which was not taken; null where there is none. */
      own: {
        measured_at: string;
        /**
         * @description Why the curve no longer describes the gallery: it has more than twice the subjects, fewer than half, or as many changes since as it had faces. Null while it does.
         * @enum {string|null}
         */
        stale: "grown" | "shrunk" | "replaced" | null;
      } | null;
    } | {
      /** @enum {string} */
      of: "gallery";
      measured_at: string;
      /** @description The gallery as it was. */
      measured_on: {
        subjects: number;
        faces: number;
      };
      /** @description Who was drawn from it; each was looked for in the whole gallery. */
      sample: {
        subjects: number;
        faces: number;
        seed: number;
      };
      /** @description Templates were restored from int8. */
      approximate: boolean;
      /** @description The smallest rates that may be asked for, in the gallery as it was. */
      least: {
        fmr: number | null;
        fpir: number | null;
      };
      /**
       * @description Why the curve no longer describes the gallery: it has more than twice the subjects, fewer than half, or as many changes since as it had faces. Null while it does.
       * @enum {string|null}
       */
      stale: "grown" | "shrunk" | "replaced" | null;
    };
    Candidate: {
      subject: {
        id: string;
        name: string | null;
      };
      /** @description Squared L2, 0..4, fused over the subject's faces. */
      distance: number;
      /** @description That it is the same person, at a prior of 0.5. */
      probability: number;
      nearest: {
        face: string;
        distance: number;
      };
      /** @description How many faces of the subject are enrolled. */
      faces: number;
    };
    ErrorPoint: {
      distance: number;
      fmr: components["schemas"]["MeasuredRate"] & unknown;
      /** @description Of pairs of faces of one subject, those beyond it; null where no subject has two faces. */
      fnmr: components["schemas"]["MeasuredRate"] | null;
      fpir: components["schemas"]["MeasuredRate"] & unknown;
      /** @description Of faces whose subject has others, those whose subject is not the nearest or too far; null like fnmr. */
      fnir: components["schemas"]["MeasuredRate"] | null;
    };
    Style: {
      id: string;
      /**
       * @description What is made.
       * @enum {string}
       */
      kind: "style" | "maximise" | "sound" | "clip" | "volume";
      /** @enum {string} */
      status: "running" | "done" | "cancelled" | "failed";
      failure: {
        code: string;
        message: string;
      } | null;
      auto: boolean;
      created_at: string;
      /** @description Completed; the next step is `from` here. */
      iteration: number;
      /** @description Of all levels, at most. */
      iterations: number;
      /** @description Index of the level under way; the number of levels at the end. */
      level: number;
      /** @description Of the result so far: width and height of a picture. Null before there is one. */
      size: {
        [key: string]: number;
      } | null;
      /** @description As in size; null of what has none. */
      width: number | null;
      height: number | null;
      evaluations: number;
      /** @description The loss at the last entry of the ledger. */
      total: number | null;
      /** @description Entries in the ledger. */
      losses: number;
      /** @description What made the first evaluation: equal engines give equal bytes. */
      engine: string | null;
      engine_changed: boolean;
      /** @description SHA-256 of network, options and inputs. */
      digest: string;
      extractor_sha256: string;
      forked_from: {
        style: string;
        iteration: number;
      } | null;
      /** @description Complete. */
      options: {
        [key: string]: unknown;
      };
    };
    StyleEstimate: {
      levels: {
        /** @description Of the result at this level. */
        size: {
          [key: string]: number;
        } | null;
        width: number | null;
        height: number | null;
        iterations: number;
        evaluations: number;
        /** @description Multiply-accumulates of one evaluation. */
        macs: number;
        ms_per_evaluation: number;
      }[];
      evaluations: number;
      /** @description Of one core. */
      seconds: number;
      /** @description Calls of steps, each up to its cap. */
      invocations: number;
      history: number | null;
      state_bytes: number;
      memory_bytes: number;
    };
    StyleLoss: {
      /** @description In the ledger; 0 is where the first level begins. */
      index: number;
      iteration: number;
      level: number;
      evaluations: number;
      total: number;
      /** @description As the formula has them: content and style by layer, tv and range of a style. */
      raw: {
        [key: string]: number | {
          [key: string]: number;
        };
      };
      /** @description As they count in the total: their sum is the total. */
      weighted: {
        [key: string]: number | {
          [key: string]: number;
        };
      };
    };
    Network: {
      id: string;
      /** @enum {string} */
      kind: "detector" | "landmarks" | "encoder" | "extractor";
      /** @description Of the model's file. */
      sha256: string;
      input: {
        name: string;
        shape: number[];
      };
      outputs: {
        name: string;
        shape: number[];
      }[];
      /** @description How a picture becomes the input. */
      preprocessing: string;
      parameters: number;
      /** @description Multiply-accumulates of one run. */
      macs: number;
    };
    Layer: {
      name: string;
      operator: string;
      /** @description The layers, or the input, that it is computed from. */
      inputs: string[];
      shape: number[];
      /** @description Channels; null where axis 1 has positions instead. */
      units: number | null;
      parameters: number;
      macs: number;
      attributes: {
        [key: string]: number | string | number[];
      };
      field: components["schemas"]["ReceptiveField"];
      /** @description Where units see differently: runs of units; null for units that see nothing. */
      fields: {
        first: number;
        last: number;
        field: components["schemas"]["ReceptiveField"] | null;
      }[];
      /** @description Units that are the same whatever the input, as interval arithmetic on the weights proves; there may be more that no picture reaches. Null where that does not tell. */
      dead: number[] | null;
    };
    /** @description Pixels of the network's input, by axis in its order (height, width): position p sees `size` pixels from offset + stride * p. */
    ReceptiveField: {
      size: number[];
      stride: number[];
      /** @description Of the first position; below 0 it begins outside of the input. */
      offset: number[];
      /** @description False where boxes differ in size or step, after some Resize or Reshape: the numbers then hold every box. */
      regular: boolean;
      /** @description Every position sees the whole input. */
      everything: boolean;
    };
    Activations: {
      network: string;
      sha256: string;
      layer: string;
      engine: string;
      input: {
        width: number;
        height: number;
      };
      map: {
        width: number;
        height: number;
      };
      units: {
        unit: number;
        dead: boolean;
        least: number;
        most: number;
        mean: number;
        x: number;
        /** @description Where the largest value is. */
        y: number;
      }[];
    };
    WebhookWithSecret: components["schemas"]["Webhook"] & {
      /**
       * @description Shown this once: `whsec_` and the base64 of 32 bytes.
       * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
       */
      secret: string;
      /** @description Until then the secret before signs beside the new one; null when there is none. */
      old_secrets_until: string | null;
    };
    Webhook: {
      id: string;
      url: string;
      events: ("*" | "subject.enrolled" | "subject.forgotten" | "face.forgotten" | "face.recognized" | "gallery.deleted" | "style.progress" | "style.completed" | "style.failed")[];
      description: string | null;
      created_at: string;
      enabled: boolean;
      /**
       * @description `gone`: it answered 410. `failing`: nothing got through for five days.
       * @enum {string|null}
       */
      disabled_because: "caller" | "gone" | "failing" | null;
      /** @description Since when every attempt has failed; null when the last one did not. */
      failing_since: string | null;
      /** @description Events that were not queued because 10,000 waited already. */
      dropped: number;
    };
    WebhookDelivery: {
      /** @description The event: what the receiver sees as webhook-id. */
      id: string;
      type: string;
      /**
       * @description `dead`: no attempt is left; it can be delivered again.
       * @enum {string}
       */
      status: "pending" | "delivered" | "dead";
      attempts: number;
      created_at: string;
      next_attempt_at: string | null;
      last_attempt: {
        at: string;
        status_code: number | null;
        /** @enum {string|null} */
        error: "timeout" | "address_refused" | "name_unresolved" | "connection_failed" | "tls_failed" | "redirected" | "secret_sealed" | "status" | null;
        duration_ms: number;
      } | null;
    };
    Model: {
      id: string;
      /** @enum {string} */
      kind: "detector" | "landmarks" | "encoder" | "head" | "extractor";
      sha256: string;
      bytes: number;
      opset: number;
      preprocessing: string;
      macs: number;
      parameters: number;
      licence: string;
      source: string;
      dimensions?: number;
      /** @description Of an extractor: what content and style layers may be. */
      layers?: {
        name: string;
        channels: number;
      }[];
      /** @description Of a head: the encoder whose embeddings it judges. */
      encoder?: string;
      /**
       * @description Of a head: what it looks at.
       * @enum {string}
       */
      features?: "distance" | "abs-difference" | "chi-square";
      calibration?: {
        source: string;
        impostor_pairs: number;
        genuine_pairs: number;
        /** @description Of an encoder a distance, of a head a probability. */
        verify: {
          threshold: number;
          fmr: number;
        };
        recognize?: {
          threshold: number;
          basis: string;
        };
      };
      scores?: {
        set: string;
        command: string;
        values: {
          [key: string]: number | null;
        };
      }[];
    };
  };
  responses: {
    /** @description `request_malformed`: The request cannot be read. */
    request_malformed: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 400;
          /** @enum {unknown} */
          code: "request_malformed";
        };
      };
    };
    /** @description `request_invalid`: The request is not valid. */
    request_invalid: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "request_invalid";
        };
      };
    };
    /** @description `unauthorized`: A valid API key is needed. */
    unauthorized: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 401;
          /** @enum {unknown} */
          code: "unauthorized";
        };
      };
    };
    /** @description `rate_limited`: The API key makes too many requests. */
    rate_limited: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        "Retry-After": components["headers"]["Retry-After"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 429;
          /** @enum {unknown} */
          code: "rate_limited";
        };
      };
    };
    /** @description `scope_missing`: The API key may not do this. */
    scope_missing: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 403;
          /** @enum {unknown} */
          code: "scope_missing";
        };
      };
    };
    /** @description `origin_refused`: Requests of this origin are refused. */
    origin_refused: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 403;
          /** @enum {unknown} */
          code: "origin_refused";
        };
      };
    };
    /** @description `not_found`: There is nothing at this address. */
    not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "not_found";
        };
      };
    };
    /** @description `method_not_allowed`: This address does not answer this method. */
    method_not_allowed: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 405;
          /** @enum {unknown} */
          code: "method_not_allowed";
        };
      };
    };
    /** @description `body_too_large`: The body is too large. */
    body_too_large: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 413;
          /** @enum {unknown} */
          code: "body_too_large";
        };
      };
    };
    /** @description `media_type_unsupported`: The body is of a type that is not read here. */
    media_type_unsupported: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 415;
          /** @enum {unknown} */
          code: "media_type_unsupported";
        };
      };
    };
    /** @description `idempotency_key_reused`: The idempotency key belongs to another request. */
    idempotency_key_reused: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "idempotency_key_reused";
        };
      };
    };
    /** @description `idempotency_running`: A request with this idempotency key is under way. */
    idempotency_running: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "idempotency_running";
        };
      };
    };
    /** @description `picture_empty`: The picture is empty. */
    picture_empty: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 400;
          /** @enum {unknown} */
          code: "picture_empty";
        };
      };
    };
    /** @description `picture_type_unsupported`: The picture is of a type that is not read here. */
    picture_type_unsupported: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 415;
          /** @enum {unknown} */
          code: "picture_type_unsupported";
        };
      };
    };
    /** @description `picture_too_large`: The picture has too many pixels. */
    picture_too_large: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 413;
          /** @enum {unknown} */
          code: "picture_too_large";
        };
      };
    };
    /** @description `picture_broken`: The picture cannot be decoded. */
    picture_broken: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "picture_broken";
        };
      };
    };
    /** @description `picture_url_refused`: The URL of a picture is refused. */
    picture_url_refused: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "picture_url_refused";
        };
      };
    };
    /** @description `picture_unreachable`: A picture could not be fetched. */
    picture_unreachable: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "picture_unreachable";
        };
      };
    };
    /** @description `sound_type_unsupported`: The sound is of a type that is not read here. */
    sound_type_unsupported: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 415;
          /** @enum {unknown} */
          code: "sound_type_unsupported";
        };
      };
    };
    /** @description `volume_type_unsupported`: The volume is of a type that is not read here. */
    volume_type_unsupported: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 415;
          /** @enum {unknown} */
          code: "volume_type_unsupported";
        };
      };
    };
    /** @description `volume_too_large`: The volume has too many voxels. */
    volume_too_large: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 413;
          /** @enum {unknown} */
          code: "volume_too_large";
        };
      };
    };
    /** @description `volume_broken`: The volume cannot be read. */
    volume_broken: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "volume_broken";
        };
      };
    };
    /** @description `sound_broken`: The sound cannot be read. */
    sound_broken: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "sound_broken";
        };
      };
    };
    /** @description `no_face`: No face was found. */
    no_face: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "no_face";
        };
      };
    };
    /** @description `multiple_faces`: More than one face was found. */
    multiple_faces: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "multiple_faces";
        };
      };
    };
    /** @description `embedding_invalid`: The embedding is not valid. */
    embedding_invalid: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "embedding_invalid";
        };
      };
    };
    /** @description `encoder_mismatch`: The embeddings are of different encoders. */
    encoder_mismatch: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "encoder_mismatch";
        };
      };
    };
    /** @description `search_mismatch`: The gallery is searched elsewhere. */
    search_mismatch: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "search_mismatch";
        };
      };
    };
    /** @description `search_unsupported`: No gallery can be searched so here. */
    search_unsupported: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "search_unsupported";
        };
      };
    };
    /** @description `head_missing`: There is no such head. */
    head_missing: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "head_missing";
        };
      };
    };
    /** @description `threshold_unsupported`: The calibration does not support this threshold. */
    threshold_unsupported: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "threshold_unsupported";
        };
      };
    };
    /** @description `gallery_not_found`: There is no such gallery. */
    gallery_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "gallery_not_found";
        };
      };
    };
    /** @description `gallery_empty`: The gallery holds no face. */
    gallery_empty: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "gallery_empty";
        };
      };
    };
    /** @description `gallery_changed`: The gallery was changed meanwhile. */
    gallery_changed: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "gallery_changed";
        };
      };
    };
    /** @description `gallery_full`: The gallery is full. */
    gallery_full: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "gallery_full";
        };
      };
    };
    /** @description `calibration_missing`: The gallery has no calibration of its own. */
    calibration_missing: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "calibration_missing";
        };
      };
    };
    /** @description `subject_not_found`: There is no such subject. */
    subject_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "subject_not_found";
        };
      };
    };
    /** @description `face_not_found`: There is no such face. */
    face_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "face_not_found";
        };
      };
    };
    /** @description `nothing_enrolled`: Nothing is enrolled. */
    nothing_enrolled: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "nothing_enrolled";
        };
      };
    };
    /** @description `model_missing`: A model is missing. */
    model_missing: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        "Retry-After": components["headers"]["Retry-After"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 503;
          /** @enum {unknown} */
          code: "model_missing";
        };
      };
    };
    /** @description `model_invalid`: A model is not valid. */
    model_invalid: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 500;
          /** @enum {unknown} */
          code: "model_invalid";
        };
      };
    };
    /** @description `graph_invalid`: A graph is not valid. */
    graph_invalid: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 500;
          /** @enum {unknown} */
          code: "graph_invalid";
        };
      };
    };
    /** @description `diverged`: The optimisation diverged. */
    diverged: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "diverged";
        };
      };
    };
    /** @description `state_invalid`: The state does not fit. */
    state_invalid: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "state_invalid";
        };
      };
    };
    /** @description `runtime_failed`: The runtime failed. */
    runtime_failed: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 500;
          /** @enum {unknown} */
          code: "runtime_failed";
        };
      };
    };
    /** @description `network_busy`: A network is being looked into; trying again is safe. */
    network_busy: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        "Retry-After": components["headers"]["Retry-After"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 503;
          /** @enum {unknown} */
          code: "network_busy";
        };
      };
    };
    /** @description `network_not_found`: There is no such network. */
    network_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "network_not_found";
        };
      };
    };
    /** @description `layer_not_found`: The network has no such layer. */
    layer_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "layer_not_found";
        };
      };
    };
    /** @description `unit_dead`: No picture changes this unit. */
    unit_dead: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "unit_dead";
        };
      };
    };
    /** @description `layer_unknown`: The network has no such layer. */
    layer_unknown: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "layer_unknown";
        };
      };
    };
    /** @description `picture_too_small`: The picture is too small. */
    picture_too_small: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "picture_too_small";
        };
      };
    };
    /** @description `style_not_found`: There is no such style. */
    style_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "style_not_found";
        };
      };
    };
    /** @description `style_ahead`: The style has not come so far. */
    style_ahead: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "style_ahead";
        };
      };
    };
    /** @description `style_ended`: The style takes no more steps. */
    style_ended: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "style_ended";
        };
      };
    };
    /** @description `style_too_large`: The style is too large. */
    style_too_large: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "style_too_large";
        };
      };
    };
    /** @description `style_busy`: A style is being computed; trying again is safe. */
    style_busy: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        "Retry-After": components["headers"]["Retry-After"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 503;
          /** @enum {unknown} */
          code: "style_busy";
        };
      };
    };
    /** @description `webhook_not_found`: There is no such webhook. */
    webhook_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "webhook_not_found";
        };
      };
    };
    /** @description `webhook_url_refused`: The URL is not called. */
    webhook_url_refused: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 422;
          /** @enum {unknown} */
          code: "webhook_url_refused";
        };
      };
    };
    /** @description `webhook_disabled`: The webhook is disabled. */
    webhook_disabled: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "webhook_disabled";
        };
      };
    };
    /** @description `webhooks_full`: There are too many webhooks. */
    webhooks_full: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 409;
          /** @enum {unknown} */
          code: "webhooks_full";
        };
      };
    };
    /** @description `delivery_not_found`: There is no such delivery. */
    delivery_not_found: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 404;
          /** @enum {unknown} */
          code: "delivery_not_found";
        };
      };
    };
    /** @description `store_failed`: The store failed; trying again is safe. */
    store_failed: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        "Retry-After": components["headers"]["Retry-After"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 503;
          /** @enum {unknown} */
          code: "store_failed";
        };
      };
    };
    /** @description `overloaded`: There is too much to do; trying again is safe. */
    overloaded: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        "Retry-After": components["headers"]["Retry-After"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 503;
          /** @enum {unknown} */
          code: "overloaded";
        };
      };
    };
    /** @description `internal_error`: Something went wrong here. */
    internal_error: {
      headers: {
        "X-Request-Id": components["headers"]["X-Request-Id"];
        "Cache-Control": components["headers"]["Cache-Control"];
        "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
        RateLimit: components["headers"]["RateLimit"];
        "Server-Timing": components["headers"]["Server-Timing"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          status: 500;
          /** @enum {unknown} */
          code: "internal_error";
        };
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description The caller's, or a new one. */
    "X-Request-Id": string;
    /** @description no-store */
    "Cache-Control": string;
    /** @description Bearer, RFC 6750. */
    "WWW-Authenticate": string;
    /** @description Seconds after which trying again is safe and may help. */
    "Retry-After": number;
    /** @description Where requests are limited: how many in how many seconds. */
    "RateLimit-Policy": string;
    /** @description Where requests are limited: how many are left, and until when. */
    RateLimit: string;
    /** @description Where the time went, milliseconds. */
    "Server-Timing": string;
    /** @description true where nothing was made anew. */
    "Idempotency-Replayed": string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
