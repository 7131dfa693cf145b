// Would anybody have this as a password, or does it only stand where one would?
// Configuration, manuals and tests are full of the second kind:
//
//   postgres://app:${DB_PASSWORD}@db/app     filled in later
//   Server=db;User Id=sa;Password=Pass@word1 everybody's sample
//   Server=db;User Id=sa;Password=P4$$w0rd   with digits for letters
//   app@contoso:pass@contoso                 the user's name with one word
//   changed amqp://guest:guest@localhost             the product's own default
//
// A password that a person chose has no form, so what is left after these tests
// is believed. It costs the real "postgres" of a careless server; a report that
// cries at each docker-compose.yml costs its reader.
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "plain-password": where a password stands in quotes. Neither a
// sample nor an address nor one that a manual shows a part of. No facts.
std::optional<Facts> read_plain_password(std::string_view secret, const Rule&);

// `user` as it stands beside the password, or empty.
bool is_sample_password(std::string_view password, std::string_view user);

// One word of eight letters at most, as far as that shows: letters alone, of
// one case but the first, vowels and consonants by turns. "ferret", "Monkey";
// and "ferret:ferret". A generator hardly makes it, a careless person may.
bool is_short_word(std::string_view password);

}  // namespace patrol
