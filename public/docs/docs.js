// The document of the service this page came from, every call to be tried out.
window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#calls',
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
});
