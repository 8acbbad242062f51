// The page of the extension on the Marketplace: docs/extension.md, which every VS Code shows from the package,
// with the pictures of README.md, which are not in the package and so need an address.

/**
 * @param page the text of docs/extension.md
 * @param readme the text of README.md
 * @param address where the folder `docs` of this version can be read, https
 */
export function marketplacePage(page, readme, address) {
  const pictures = [...readme.matchAll(/!\[([^\]]+)\]\(docs\/([^)]+)\)/g)].map(
    ([, text, file]) => `![${text}](${address.replace(/\/$/, "")}/${file})`,
  );
  if (pictures.length === 0) throw new Error("README.md has no pictures of docs.");
  // After the first heading and the paragraph below it.
  const [heading, first, ...rest] = page.split("\n\n");
  return [heading, first, ...pictures, ...rest].join("\n\n");
}
