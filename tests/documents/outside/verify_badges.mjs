// A careful verifier of others (Digital Bazaar's, in safe mode: a word that no context defines is an error) looks at badges.
//
//   node verify_badges.mjs NODE_MODULES ROOT < question.json > answers.json
//
// Question: {contexts: {address: document}, cases: [{profile, badge, on}]}. Answers, in the same order: "" for a badge that
// is good, else why it is not. Nothing is fetched: a key is looked for in the profile, as at its address.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const load = (...path) => import(pathToFileURL(join(modules, ...path)).href);
const vc = await load("@digitalbazaar", "vc", "lib", "index.js");
const { DataIntegrityProof } = await load("@digitalbazaar", "data-integrity", "lib", "index.js");
const { cryptosuite } = await load("@digitalbazaar", "eddsa-rdfc-2022-cryptosuite", "lib", "index.js");
// The one small package that ships the context of controlled identifiers.
const { preloadedContexts } = await load("@fedify", "vocab-runtime", "dist", "mod.js");

const { contexts, cases } = JSON.parse(readFileSync(0, "utf8"));

const loader = (profile) => async (address) => {
  const document =
    contexts[address] ??
    preloadedContexts[address] ??
    { [profile.id]: profile }[address] ??
    profile.verificationMethod
      .filter((method) => method.id === address)
      .map((method) => ({ "@context": profile["@context"], ...method }))[0];
  if (document === undefined) throw new Error(`nothing is known of ${address}`);
  return { contextUrl: null, documentUrl: address, document };
};

const reasons = (error) => [error, ...(error.errors ?? []), ...(error.cause ? [error.cause] : [])].flatMap((each) =>
  each === error ? [error.message, error.details?.event?.details?.property ?? ""] : reasons(each),
);

const answers = [];
for (const { profile, badge, on } of cases) {
  const { verified, error } = await vc.verifyCredential({
    credential: badge,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: loader(profile),
    checkStatus: async () => ({ verified: true }), // of 1EdTech's lists this verifier knows nothing
    now: new Date(on),
  });
  answers.push(verified ? "" : [...new Set(reasons(error))].filter(Boolean).join(" ") || "refused");
}
process.stdout.write(JSON.stringify(answers));
