// The name of a secret that says nothing about it: what baselines, ignore
// files and reports of later scans know a finding by.
//
// It comes from the decoded secret alone, so a moved line, a renamed file, a
// rebase or another rule that finds it does not change it. A private key is
// the same whether it stands in a file, on one line or in indented YAML:
//
//   -----BEGIN …-----⏎MIIE…⏎      "-----BEGIN …-----\nMIIE…\n"
//   both become: -----BEGIN…-----MIIE…
//
// Two kinds of hash. A generated token cannot be guessed, so SHA-256 is as
// good as any. A password that a person chose can: whoever reads a published
// baseline could try a dictionary against it. That one goes through scrypt
// with 16 MiB a guess, so that a million guesses keep one core busy for more
// than half a day. What it costs us: about 50 ms a secret, paid once for each
// that is reported.
//
// The salts are fixed, on purpose: a fingerprint must be the same on every
// machine and in every repository. So a table of common passwords could be
// made once, for patrol; the cost of each entry is all that protects them.
#pragma once

#include <string>
#include <string_view>

#include "scanner/core/secret.h"

namespace patrol {

// 32 lower-case hex digits. `human_chosen`: take the slow way.
std::string fingerprint(const Secret& secret, bool human_chosen);

// The secret as it is fingerprinted: escapes undone (\n \r \t \" \/ \\ and
// \uXXXX, also where they are escaped again, up to three layers: JSON in JSON
// in YAML), then white space removed. Still secret.
std::string normalized_secret(std::string_view secret);

}  // namespace patrol
