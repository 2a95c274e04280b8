module.exports = {
    // A plugin given by name is looked up beside the repository's own files;
    // require.resolve finds it in the environment that pre-commit built.
    plugins: [require.resolve("@prettier/plugin-xml")],
    bracketSpacing: false,
    printWidth: 88,
    // "ignore" would reflow the Python code of a code snippet into one paragraph.
    xmlWhitespaceSensitivity: "preserve",
    overrides: [{files: "*.xml", options: {tabWidth: 4}}],
};
