/** The digits of a decimal number, the same for all spellings of it: `-1.50` and `-01.5`. */
export function digitsOf(number: string): string {
  const [whole = "", fraction = ""] = number.split(".");
  const digits = fraction.replace(/0+$/, "");
  const isZero = /^-0*$/.test(whole) && digits === "";
  const sign = whole.startsWith("-") && !isZero ? "-" : "";
  return `${sign}${whole.replace(/^-?0*(?=\d)/, "")}.${digits}`;
}
