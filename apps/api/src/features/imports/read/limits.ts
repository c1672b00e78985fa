/** What a file may ask of the importer. A file that asks for more is refused with a reason. */
export const LIMITS = {
  /** Bytes of one uploaded file. */
  uploadBytes: 5 * 1024 ** 3,
  /** Bytes that must stay free on the disk of the data folder. */
  freeBytes: 512 * 1024 ** 2,
  /** Unpacked bytes per packed byte, once a file is past `freelyUnpacked`. */
  unpackRatio: 100,
  freelyUnpackedBytes: 8 * 1024 ** 2,
  unpackedBytes: 20 * 1024 ** 3,
  /** A workbook: parts of the archive, its packed size, one sheet and its texts unpacked. */
  workbookParts: 500,
  sheetBytes: 2 * 1024 ** 3,
  workbookTextBytes: 96 * 1024 ** 2,
  /** One record of a text file, in characters. */
  lineChars: 1024 ** 2,
  cellChars: 64 * 1024,
  columns: 1000,
  sniffBytes: 256 * 1024,
} as const;
