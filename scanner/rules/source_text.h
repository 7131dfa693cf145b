// How often does source code hold a text? By that literals are chosen, and
// what the finder of literals looks at first: "token" stands in every program,
// "JQQJ9" in none, and "secretvalue" is told by "etva".
//
// Idea: letters alone do not say it. By them "valu" is rarer than "cret"; in
// truth a MB of source code holds it 750 times, "cret" 27 times, "etva" 8
// times. So three tables are asked: shares of bytes; how often one byte follows
// another; and the words that programs are full of, which pairs of bytes know
// nothing about.
//
//   chance("valu") = share('v') * follows('v', 'a') * follows('a', 'l') * ...
//                    + share of words such as "value" that hold it
//
// Measured on Python, Go, JavaScript, JSON, YAML, C++ and C, 3 to 6 MB each, a
// language a seventh. Too low for what stands in many words of which each is
// rare. Only speed depends on it, never what is found.
//
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace patrol {

// Values that the low six bits of a byte may have, as a set: what an
// instruction can tell of 64 bytes at once (detect/window_filter.h).
using Sixes = std::uint64_t;
inline constexpr Sixes kAnySix = ~Sixes{0};

// Those of `byte`, or of the letter in both cases.
Sixes sixes_of(char byte, bool caseless);

// The share of places in source code where bytes begin that are in sets[0],
// sets[1], ...; by bytes and pairs of bytes.
double chance_of(std::span<const Sixes> sets);

// The share of places where `text` begins; by words, too.
double chance_of(std::string_view text, bool caseless);

}  // namespace patrol
