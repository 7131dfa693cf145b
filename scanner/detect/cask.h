// "Common annotated security keys": the layout of Azure DevOps' present tokens
// and of many other Azure keys. One layout, one checksum; four characters say
// which service issued the key.
//
//    0      random, base62, 52 characters
//   52      J Q Q J 9
//   57      kind        '9' key, 'D' derived key, 'H' hash of a key
//   58      year        'A' 2024, 'B' 2025, … as the base64 alphabet goes on
//   59      month       'A' January … 'L' December
//   60      platform    9 bytes in base64
//   72      provider    3 bytes in base64
//   76      signature   A Z D O: Azure DevOps
//   80      check digits, to the end at 84
//
//   | 0 . . . . . 51 | 52 JQQJ9 | 9 y m | 60 . . . 75 | 76 AZDO | 80 dddd |
//
// A long form of 88 characters goes on: two more check digits and "==".
//
// The digits come from c = Marvin32("Default0") of the 60 bytes that the first
// 80 characters encode, and are written in one of two ways; both are in use:
//   A (now)    c's little-endian bytes read as a big-endian number, in base62,
//              with one '0' ahead for each leading zero byte (but the last),
//              filled up with '0' on the right to six digits;
//   B (older)  c's little-endian bytes in base64, so '+' and '/' may occur.
// The short form has the first four characters, the long form six; of the
// sixth only the two highest bits count (32 bits are 5 1/3 characters).
//
// Source: github.com/microsoft/security-utilities, SEC101/200 and 201.
// Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// checksum = "cask"; takes no seeds. True if form A or form B holds.
bool cask_digits_hold(std::string_view secret, View<Text> seeds);

// structure = "cask". Facts: created ("2026-06"); of Azure DevOps' tokens,
// which live for a year at most, year ends ("2027-06 unless extended": an owner
// can, and the token's text stays the same); kind, where the key was derived or
// hashed; provider, the signature, where the rule is generic and so
// does not name the service.
std::optional<Facts> read_cask(std::string_view secret, const Rule&);

}  // namespace patrol
