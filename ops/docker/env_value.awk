# Prints the value of one variable of an .env file as Docker Compose reads it; nothing when it has none.
#   awk -v wanted=NAME -f ops/docker/env_value.awk .env
# Quotes, escapes, comments behind a space, lines of several values, `export`, and references such as ${NAME:-default},
# which the environment answers before the file. Exits with 1 and a line on standard error where Compose refuses the file.

{ text = text $0 "\n" }

END {
    sub(/^\357\273\277/, "", text)
    while (!failed && skip_to_statement()) read_statement()
    if (failed) exit 1
    if (wanted in known) printf "%s", known[wanted]
}

function skip_to_statement() {
    for (;;) {
        sub(/^[ \t\r\n\f\v]+/, "", text)
        if (text !~ /^#/) return text != ""
        sub(/^[^\n]*/, "", text)
    }
}

function read_statement(    key, ends, first) {
    sub(/^export[ \t]+/, "", text)
    match(text, /[=:\n]/)
    key = substr(text, 1, RSTART - 1)
    ends = substr(text, RSTART, 1)
    text = substr(text, RSTART + 1)
    sub(/[ \t\r\f\v]+$/, "", key)
    # `[` and `]` stand for an index, as in Compose.
    if (key !~ /^[][A-Za-z0-9_.-]+$/) { fail("a line that is no NAME=value, at " key); return }
    if (ends == "\n") { if (key in ENVIRON) known[key] = ENVIRON[key]; return }
    sub(/^[ \t\r\f\v]+/, "", text)
    reading = key
    first = substr(text, 1, 1)
    if (first == "'") known[key] = single_quoted()
    else if (first == "\"") known[key] = double_quoted()
    else known[key] = unquoted()
}

function unquoted(    line, at) {
    at = index(text, "\n")
    line = substr(text, 1, at - 1)
    text = substr(text, at + 1)
    at = index(line, " #")
    if (at) line = substr(line, 1, at - 1)
    sub(/[ \t\r\f\v]+$/, "", line)
    if (line ~ /^# / && reading == wanted)
        print FILENAME ": the value of " reading " begins with #: to Compose a comment needs a value before it" >"/dev/stderr"
    return expanded(line)
}

function single_quoted(    at, char, after, value) {
    for (at = 2; at <= length(text); at++) {
        char = substr(text, at, 1)
        after = substr(text, at + 1, 1)
        if (char == "\\" && after == "'") { value = value "'"; at++ }
        else if (char == "\\") { value = value "\\" after; at++ }
        else if (char == "'") { text = substr(text, at + 1); return value }
        else value = value char
    }
    return unterminated()
}

# Escapes are resolved before references are; `$$` keeps an escaped dollar sign from being one.
function double_quoted(    at, char, after, value) {
    for (at = 2; at <= length(text); at++) {
        char = substr(text, at, 1)
        after = substr(text, at + 1, 1)
        if (char == "\\") { value = value unescaped(after); at++ }
        else if (char == "\"") { text = substr(text, at + 1); return expanded(value) }
        else value = value char
    }
    return unterminated()
}

function unescaped(char,    at) {
    if (char == "$") return "$$"
    if (char == "\"" || char == "\\") return char
    at = index("abfnrtv", char)
    return at ? substr("\a\b\f\n\r\t\v", at, 1) : "\\" char
}

function unterminated() {
    fail("a quote that is not closed")
    return ""
}

function expanded(value,    at, result, name, inner) {
    while (!failed && (at = index(value, "$"))) {
        result = result substr(value, 1, at - 1)
        value = substr(value, at + 1)
        if (value ~ /^\$/) { result = result "$"; value = substr(value, 2) }
        else if (match(value, /^[A-Za-z_][A-Za-z0-9_]*/)) {
            name = substr(value, 1, RLENGTH)
            value = substr(value, RLENGTH + 1)
            result = result looked_up(name)
        } else if (value ~ /^\{/ && (at = closing_brace(value))) {
            inner = substr(value, 2, at - 2)
            value = substr(value, at + 1)
            result = result braced(inner)
        } else fail("a `$` that Compose cannot read: write the value in single quotes, or `$$`")
    }
    return result value
}

function closing_brace(value,    at, open) {
    for (at = 1; at <= length(value); at++) {
        if (substr(value, at, 1) == "{") open++
        if (substr(value, at, 1) == "}" && --open == 0) return at
    }
    return 0
}

# NAME, NAME:-default, NAME-default, NAME:+other, NAME+other, NAME:?words, NAME?words. With a colon an empty value counts as none.
function braced(inner,    name, how, rest, has) {
    if (!match(inner, /^[A-Za-z_][A-Za-z0-9_]*/)) { fail("`${" inner "}`, which Compose cannot read"); return "" }
    name = substr(inner, 1, RLENGTH)
    rest = substr(inner, RLENGTH + 1)
    if (rest == "") return looked_up(name)
    if (!match(rest, /^:?[-+?]/)) { fail("`${" inner "}`, which Compose cannot read"); return "" }
    how = substr(rest, RLENGTH, 1)
    has = is_set(name) && (RLENGTH == 1 || value_of(name) != "")
    rest = substr(rest, RLENGTH + 1)
    if (how == "+") return has ? expanded(rest) : ""
    if (has) return value_of(name)
    if (how == "-") return expanded(rest)
    fail("that " name " is missing: " rest)
    return ""
}

function is_set(name) { return (name in ENVIRON) || (name in known) }

function value_of(name) { return (name in ENVIRON) ? ENVIRON[name] : known[name] }

function looked_up(name) {
    if (is_set(name)) return value_of(name)
    if (reading == wanted)
        print FILENAME ": " reading " refers to $" name ", which is not set; if the `$` is part of the value, write the value in single quotes" >"/dev/stderr"
    return ""
}

# The text says where and what, never a value: it may be a secret.
function fail(what) {
    if (!failed) print FILENAME ": " (reading ? "at " reading ": " : "") what >"/dev/stderr"
    failed = 1
}
