// Seed phrases (BIP 39): the random number that all keys of a wallet are made
// from, written as words, so that a person can copy it. Whoever reads the words
// owns the coins.
//
//   128 to 256 random bits                    | 4 to 8 bits of their SHA-256
//   01001011011 10000001101 … 00110011100 0100|1101
//   "engine"    "lonely"     …                 12, 15, 18, 21 or 24 words
//
// Between the words anything but letters may stand: blanks, commas, quotes,
// line numbers. Case does not count.
//
// The check digits are few: of made-up phrases one in 16 (12 words) to 256 (24)
// has the right ones. But that twelve words in a row are all in the list is no
// accident: of words in licences and READMEs one in
// four is (measured over 377,000).
//
// No phrases to anybody: the list itself (its words are in order), phrases that
// count on few words ("abandon abandon … about", "test test … junk"), and those
// of manuals and tools (published_sample.h). Of drawn phrases one in 100,000
// says four words twice, and none is in order.
//
// Cannot tell the phrases of Electrum, which have the same words and other
// check digits, from made-up ones, nor read words cut to four letters.
// Pure functions; thread-safe; linear time.
// Source: github.com/bitcoin/bips, bip-0039.mediawiki.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// checksum = "bip39"; takes no seeds.
bool bip39_digits_hold(std::string_view secret, View<Text> seeds);

// structure = "bip39". Facts: words, how many. nullopt: a word is not in the
// list, there are not as many as a phrase has, or it is nobody's.
std::optional<Facts> read_bip39(std::string_view secret, const Rule&);

}  // namespace patrol
