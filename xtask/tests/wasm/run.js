// Runs a program that was built for wasm32-unknown-unknown, which imports nothing.
const { readFileSync } = require('fs');

const [program] = process.argv.slice(2);
WebAssembly.instantiate(readFileSync(program), {}).then(({ instance }) => {
    process.exit(instance.exports.main(0, 0));
});
