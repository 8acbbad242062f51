// Names of text encodings: the web's (which documents and CSV readers use) to Python's codec for the same
// bytes.

const codecs: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  // Python's plain name reads a byte order mark, and little endian without one.
  "utf-16le": "utf-16",
  "utf-16be": "utf-16-be",
  "euc-kr": "cp949",
  shift_jis: "cp932",
  "euc-jp": "euc_jp",
  "iso-2022-jp": "iso2022_jp",
  gbk: "gb18030",
  gb18030: "gb18030",
  big5: "big5hkscs",
  ibm866: "cp866",
  macintosh: "mac_roman",
  "x-mac-cyrillic": "mac_cyrillic",
  "koi8-r": "koi8_r",
  "koi8-u": "koi8_u",
  "windows-874": "cp874",
  "iso-8859-8-i": "iso-8859-8",
};

/** Python's name of an encoding; undefined if it has none for it. */
export function pythonCodec(encoding: string): string | undefined {
  const known = codecs[encoding];
  if (known !== undefined) return known;
  const windows = /^windows-(125\d)$/.exec(encoding)?.[1];
  if (windows !== undefined) return `cp${windows}`;
  return /^iso-8859-\d+$/.test(encoding) ? encoding : undefined;
}
