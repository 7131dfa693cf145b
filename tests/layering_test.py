#!/usr/bin/env python3
"""Who may include whom, checked (scanner/README.md gives the reasons).

A boundary that rests on goodwill is gone after a year: one include "for now"
lets rules into the sources, or a clock into the detector, and nothing fails.
So the tables below are the boundary, and the second half of this file plants
a violation of each kind in a copy of the text and demands that it is seen.

It reads lines, not C++: an include hidden in a macro or a clock reached through
a function of another folder is not seen.
"""

import pathlib
import re
import unittest

SCANNER = pathlib.Path(__file__).resolve().parent.parent / "scanner"

# Part of scanner/ -> parts it may include besides itself. A part is a folder,
# or a file of scanner/ itself without its suffix.
MAY_INCLUDE = {
    "core": set(),
    "rules": {"core"},
    "decode": {"core"},
    "detect": {"core", "rules", "decode"},
    "git": {"core"},
    "packs": {"core", "git"},
    "changes": {"core", "git", "packs"},
    "attribution": {"core", "packs"},
    "sources": {"core", "git"},
    "findings": {"core", "rules"},
    "config": {"core", "rules"},
    "network": {"core"},
    "logins": {"core", "network"},
    "verify": {"core", "rules", "network", "logins"},
    "report": {"core", "rules"},
    "baseline": {"core", "rules"},
    "tree_files": {"core", "git", "packs", "changes"},
    "settings": {"core", "rules", "git", "config", "tree_files"},
    "engine": {"core", "rules", "detect", "config"},
    "catalogue_main": {"core", "rules", "detect"},
    "archive_scan": {"core", "detect", "sources"},
    "scan_notes": {"detect"},
    "outcome_sink": {"core", "detect", "findings", "archive_scan",
                     "scan_notes"},
    "repository_allowances": {"sources", "findings", "tree_files"},
    "scan": {"core", "rules", "detect", "sources", "findings", "archive_scan",
             "outcome_sink", "scan_notes", "repository_allowances"},
    "history": {"core", "rules", "detect", "git", "packs", "changes",
                "attribution", "sources", "findings", "archive_scan",
                "outcome_sink", "scan_notes"},
    "staged": {"core", "rules", "detect", "git", "packs", "changes",
               "findings", "archive_scan", "outcome_sink", "scan_notes",
               "stored_blobs"},
    "stored_blobs": {"core", "detect", "git", "packs", "archive_scan",
                     "outcome_sink"},
    "commit_files": {"core", "detect", "git", "packs", "changes", "findings",
                     "outcome_sink", "scan_notes", "stored_blobs"},
    "ci": {"core", "git", "packs", "changes"},
    "hooks": {"core", "git", "report", "history"},
    "cli": {"core", "rules", "detect", "git", "packs", "findings", "report", "engine",
            "scan_notes", "scan", "history", "staged", "commit_files", "ci",
            "hooks", "baseline", "config", "settings",
            "repository_allowances", "network", "logins", "verify",
            "outcome_sink", "stored_blobs"},
    "main": {"cli"},
}

# Header of a library -> files that may include it: no header, so that a library
# can be exchanged in one place and its types stay there (but for what reads
# values of TOML, which two readers share, the fields of JSON in reports, whose
# reader has templates, and the tables of functions of libraries that are loaded
# when they are needed).
LIBRARIES = {
    r"hs\.h|hs/.*": {"detect/prefilter.cc"},
    r"re2/.*": {"detect/confirm.cc", "detect/regex_list.cc"},
    r"curl/.*": {"network/curl_library.h"},
    r"libpq-.*": {"logins/pq_library.h"},
    r"(mysql|mariadb)[/.].*": {"logins/mariadb_library.h"},
    r"git2(\.h|/.*)": {"git/work_tree.cc"},
    r"(libdeflate|zlib)\.h": {"packs/inflate.cc"},
    r"archive(_entry)?\.h": {"sources/archive.cc"},
    r"(tbb|oneapi)/.*": {"scan.cc", "packs/object_walk.cc", "packs/job_limit.cc"},
    r"toml(\+\+|\.h).*": {"rules/toml_reading.h"},
    r"nlohmann/.*": {"baseline/baseline_json.cc", "ci/github_event.cc", "detect/jwt.cc",
                     "report/json_fields.h", "report/json_objects.cc",
                     "verify/answer_fields.cc"},
    r"openssl/.*": {"core/digest.cc"},
    r"CLI/.*": {"cli/options.cc", "cli/commands.cc", "cli/flags.cc",
                "cli/scan_flags.cc", "cli/command_tree.cc"},
    r"fmt/.*": {"report/finding_wording.cc", "report/human.cc",
                "report/json_writer.cc", "report/junit.cc",
                "report/line_hash.cc", "report/output_file.cc",
                "report/printable.cc", "report/review.cc",
                "report/sarif_result.cc",
                "report/summary.cc", "report/wording.cc"},
}

# Parts that only compute, and what would make them do more: the same bytes and
# rules must give the same matches, on any thread, and nothing outside may
# notice.
PURE = {"decode", "detect"}
IMPURE_HEADER = re.compile(
    r"(fstream|iostream|filesystem|thread|future|random|ctime|time\.h|stdio\.h"
    r"|unistd\.h|fcntl\.h|poll\.h|signal\.h|pthread\.h|sys/.*)$")
IMPURE_CODE = re.compile(
    r"\b(\w+_clock|std::thread|std::async|std::c(out|err|in)|getenv|fopen|puts"
    r"|f?printf|std::time|clock_gettime|gettimeofday|rand|random_device)\b")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"scanner/([^"]+)"|<([^>]+)>'
                     r'|"([^"]+)")')


def part_of(path):
    """The part of scanner/ that `path` (relative to it) belongs to."""
    return path.split("/")[0] if "/" in path else path.rsplit(".", 1)[0]


def include_faults(path, text):
    part = part_of(path)
    allowed = MAY_INCLUDE.get(part)
    if allowed is None:
        yield f"{path}: {part} is in no table of layering_test.py"
        return
    allowed = allowed | {part}
    for line in text.splitlines():
        include = INCLUDE.match(line)
        if not include:
            continue
        own, system, other = include.groups()
        if own and part_of(own) not in allowed:
            yield f"{path}: {part} must not include {own}"
        for library, users in LIBRARIES.items():
            header = system or other or ""
            if re.fullmatch(library, header) and path not in users:
                yield f"{path}: <{header}> belongs in {', '.join(sorted(users))}"
        if part in PURE and system and IMPURE_HEADER.match(system):
            yield f"{path}: <{system}>: {part} does no I/O and starts no thread"


def purity_faults(path, text):
    part = part_of(path)
    if part not in PURE:
        return
    for number, line in enumerate(text.splitlines(), 1):
        code = line.split("//")[0]
        if found := IMPURE_CODE.search(code):
            yield f"{path}:{number}: {found[0]}: {part} is pure"


def code_map_faults(files, code_map):
    """Every file is named in the map, under its folder, and no other is.

    The map has a heading "### `detect/`" a folder ("### `scanner/`" for the
    files beside them), below it tables whose first cell is `name`, a file
    without its suffix.
    """
    named, folder = set(), ""
    for line in code_map.splitlines():
        if heading := re.match(r"### `(\w+)/`", line):
            folder = "" if heading[1] == "scanner" else heading[1] + "/"
        elif line.startswith("#"):
            folder = None
        elif folder is not None and (cell := re.match(r"\| `(\w+)` \|", line)):
            named.add(folder + cell[1])
    stems = {path.rsplit(".", 1)[0] for path in files}
    for stem in sorted(stems - named):
        yield f"scanner/README.md does not name {stem}"
    for stem in sorted(named - stems):
        yield f"scanner/README.md names {stem}, which is not there"


def read_tree():
    """Path below scanner/ -> text."""
    return {p.relative_to(SCANNER).as_posix(): p.read_text(encoding="utf-8")
            for p in SCANNER.rglob("*") if p.suffix in (".cc", ".h", ".md")}


def faults(tree):
    code = {path: text for path, text in sorted(tree.items())
            if path.endswith((".cc", ".h"))}
    found = list(code_map_faults(code, tree["README.md"]))
    for path, text in code.items():
        found += include_faults(path, text)
        found += purity_faults(path, text)
    return found


class Layering(unittest.TestCase):
    def test_holds(self):
        found = faults(read_tree())
        self.assertFalse(found, "\n" + "\n".join(found))


class LayeringTest(unittest.TestCase):
    """A test that cannot fail proves nothing."""

    PLANTS = (
        # file, line put in front of it, what must be said
        ("core/level.h", '#include "scanner/rules/rule.h"', "core must not"),
        ("rules/load.h", '#include "scanner/detect/jwt.h"', "rules must not"),
        ("sources/tree.cc", '#include "scanner/rules/rule.h"', "sources must"),
        ("git/index.cc", '#include "scanner/sources/glob.h"', "git must not"),
        ("git/refs.cc", '#include "scanner/packs/pack.h"', "git must not"),
        ("packs/pack.cc", '#include "scanner/changes/trees.h"', "packs must"),
        ("report/json.cc", '#include "scanner/scan.h"', "report must not"),
        ("findings/collector.h", '#include "scanner/detect/jwt.h"', "findings"),
        ("scan.cc", '#include "scanner/cli/options.h"', "scan must not"),
        ("detect/confirm.h", "#include <re2/re2.h>", "belongs in"),
        ("detect/detector.cc", "#include <hs/hs.h>", "belongs in"),
        ("git/index.cc", "#include <libdeflate.h>", "belongs in"),
        ("sources/tree.cc", "#include <tbb/task_group.h>", "belongs in"),
        ("rules/load.cc", "# include <toml++/toml.h>", "belongs in"),
        ("core/utf8.cc", "#include <fmt/core.h>", "belongs in"),
        ("detect/jwt.cc", "#include <fstream>", "no I/O"),
        ("detect/jwt.cc", "#include <sys/stat.h>", "no I/O"),
        ("decode/hex.cc", "#include <thread>", "no I/O"),
        ("decode/hex.cc", '#include "scanner/rules/rule.h"', "must not"),
        ("detect/jwt.cc", "auto t = std::chrono::system_clock::now();", "pure"),
        ("detect/jwt.cc", 'void f() { printf("x"); }', "pure"),
        ("logins/patience.h", '#include "scanner/verify/inquiry.h"', "logins must not"),
        ("telemetry/http.cc", "", "in no table"),
        ("detect/new_file.cc", "", "does not name detect/new_file"),
    )

    def test_sees_what_is_planted(self):
        for path, line, expected in self.PLANTS:
            with self.subTest(path=path, line=line):
                tree = read_tree()
                tree[path] = line + "\n" + tree.get(path, "")
                self.assertIn(expected, "\n".join(faults(tree)))

    def test_sees_a_file_that_went(self):
        tree = read_tree()
        del tree["detect/jwt.cc"], tree["detect/jwt.h"]
        self.assertIn("scanner/README.md names detect/jwt, which is not there",
                      faults(tree))

    def test_reads_code_and_not_comments(self):
        text = "// no steady_clock here\nstd::snprintf(a, b);"
        self.assertEqual(list(purity_faults("detect/a.cc", text)), [])


if __name__ == "__main__":
    unittest.main()
