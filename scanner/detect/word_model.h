// Do these characters follow each other as in words, or as if drawn?
//
// Entropy (entropy.h) counts characters and is blind to their order: of
// "getAccessTokenForUser1" and "osrnseeTecFt1kAogscreU" it says the same. Words
// show in what follows what. So two guesses are compared, bit by bit:
//
//   drawn   each character evenly from the smallest alphabet that has them all
//   words   a letter by the one before it in its word ("th", never "tq"), and
//           small letters after small ones, capitals where words begin
//
//   getAccessTokenForUser1      -17 bits: 2^17 times as likely to be words
//   osrnseeTecFt1kAogscreU       +9: to be drawn, though of letters of words
//   m4Xq81LzT0vKd92eHs7B        +52
//
// It knows nothing of what was drawn and is no secret: hashes, ids, encoded
// images. Of 16 letters and digits 1 in 20 gets less than 18 bits, of 32 less
// than 44; of words of code with a digit in them 1 in 20 of 16 to 19 characters
// gets more than 5, and of 32 to 40 more than -9 (measured; the secrets among
// them included).
//
// The tables were counted by us over 1.08 million different words of 8 to 80
// characters (letters, digits, "+/=_.~-") in 308 MB of source text: Go's,
// CPython's and Terraform's sources, Linux drivers, rails, redmine, curl,
// redis, express, laravel, ansible, azure-pipelines-tasks; without those that
// are hexadecimal or change between letters and digits too often.
//
// Pure function; thread-safe; linear time.
#pragma once

#include <string_view>

namespace patrol {

// log2 of how many times as likely `text` is to be drawn as to be words.
double bits_for_drawn(std::string_view text);

}  // namespace patrol
