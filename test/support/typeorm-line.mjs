// Chooses the TypeORM that every `import "typeorm"` and `require("typeorm")` of this process means:
// TYPEORM_LINE=0.3 takes the alias package `typeorm-0.3`, anything else the installed `typeorm` (1.x).
import Module, { register } from "node:module";

if (process.env.TYPEORM_LINE === "0.3") {
  const hook = `
    export async function resolve(specifier, context, next) {
      const mine = specifier === "typeorm" || specifier.startsWith("typeorm/");
      const target = mine ? "typeorm-0.3" + specifier.slice("typeorm".length) : specifier;
      return next(target, context);
    }`;
  register("data:text/javascript," + encodeURIComponent(hook));
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    const mine = request === "typeorm" || request.startsWith("typeorm/");
    return resolveFilename.call(this, mine ? "typeorm-0.3" + request.slice(7) : request, ...rest);
  };
}
