// The words are compared, wherever the tests run: a terminal, a pipe or CI.
process.env.NO_COLOR = "1";
delete process.env.FORCE_COLOR;
