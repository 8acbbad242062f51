/** docs/extension.md with the pictures of README.md at an address of their own. */
export function marketplacePage(page: string, readme: string, address: string): string;
