// API tokens of PyPI and TestPyPI: macaroons, a token that carries its own
// restrictions ("caveats") in clear, sealed by a signature over all of them.
//
//   p y p i - | base64url of:
//
//   | 2 | 1 n "pypi.org" | 2 n identifier | 0 |       version, then fields
//   | 2 n caveat | 0 | 2 n caveat | 0 | … | 0 |       (type, length, bytes),
//   | 6 32 signature |                                type 0 ends a section
//
// Lengths are varints (libmacaroons, version 2). A caveat is JSON: of old
// {"version": 1, "permissions": "user"} or {… {"projects": ["name", …]}}; now
// [0, not after, not before], [1, ["project", …]], [2, ["project id", …]],
// [3, "user id"], [4, "publisher", …].
//
// The signature needs PyPI's key, so it is not checked; but a made-up text
// does not come apart to the byte, and so a match that does is a token.
// Source: github.com/rescrv/libmacaroons, doc/format.txt; github.com/pypi/
// warehouse, warehouse/macaroons/caveats.
// Pure function; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "pypi-macaroon". Facts: scope ("whole account", or
// "projects: name, name"), and expires ("2026-11-23") where it does.
std::optional<Facts> read_pypi_macaroon(std::string_view secret, const Rule&);

}  // namespace patrol
