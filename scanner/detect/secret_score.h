// How likely is it that a value is a secret? What speaks for it and against it
// is weighed in one table (secret_score.cc) and summed:
//
//   const apiKey = "m4Xq81LzT0vKd92…"
//
//   says key          +2     its name
//   is assigned       +2     how it is given
//   in quotes         +1
//   drawn            +20     word_model.h; at most so much, as hashes are too
//                    = 25    high
//
// Points are bits of likelihood, rounded: n points more are 2^n times the odds.
// Only the randomness is computed so; the rest was set by reading what the
// scanner found in 5.9 GB of other people's source (see the table), and says
// so.
//
//   25 and more high, 16 and more medium, 8 and more low, else nothing
//
// A finding shows its points as a fact, "score".
//
// What it cannot do: it knows no file's name, as nothing in detect/ does; so a
// test's folder weighs nothing. Facts that settle a matter - templates, calls,
// UUIDs, words - are no weights but refusals, in assignment.cc.
//
// Pure functions; thread-safe; linear time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/core/level.h"
#include "scanner/detect/structure.h"

namespace patrol {

struct Weight {
  std::string_view says;  // as a report shows it
  double points;
};

struct Score {
  double points = 0;
  std::vector<Weight> weights;  // what it is the sum of

  void add(const Weight& weight);
};

// Nullopt: not worth a look.
std::optional<Confidence> confidence_of(const Score& score);

// "25: says key 2, is assigned 2, in quotes 1, drawn 20"
std::string to_text(const Score& score);

// Of a value without padding, that a name is given.
Score score_of_assignment(const Matched& matched, std::string_view value);

// The same for a password of a generator, with signs in it.
Score score_of_password(const Matched& matched, std::string_view value);

// Of one where nothing but a secret stands, such as an Authorization header.
Score score_of_opaque_token(std::string_view value);

}  // namespace patrol
