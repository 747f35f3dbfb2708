import { describe } from 'vitest';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { galleriesContract } from './galleries.contract.ts';

describe('galleries in memory', () =>
  galleriesContract(async (options) => createMemoryGalleryStore(options)));
