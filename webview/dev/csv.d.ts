// A CSV of the samples, which the bundler turns into its text.

declare module "*.csv" {
  const text: string;
  export default text;
}
