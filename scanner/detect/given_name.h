// What a value is given to, and how.
//
//   const DB_PASSWORD: &str = "…"           "db_password", assigned, quoted
//   client.setApiKey('…')                   "setapikey", argument, quoted
//   password = os.environ["X"] or "…"       fallback
//   docker run --api-token …                blanks
//   <apiToken>…</apiToken>                  markup
//   - name: API_TOKEN                       elsewhere
//     value: …
//
// And names that say "token" or "key" of something that opens nothing: the next
// page of a list, a file's path, a hash.
//
// Pure functions; thread-safe; linear time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/detect/structure.h"

namespace patrol {

enum class Giving : std::uint8_t {
  kAssigned,   // = : := =>
  kElsewhere,  // the name is a value itself, "value" or "default" its partner
  kMarkup,     // between > and <, or in the next column of a table
  kFallback,   // or || ?? ?: :-
  kArgument,   // behind a comma or the bracket of a call
  kBlanks,     // nothing but blanks between them
};

struct GivenName {
  std::string name;  // in lower case, with what stands glued before it
  Giving giving = Giving::kAssigned;
  bool quoted = false;
};

// REQUIRES: `matched.whole` begins with the word that says what it is.
GivenName given_name(const Matched& matched);

// "nextpagetoken", "token_url", "encrypted_password", "csrf_token".
bool names_something_else(std::string_view name);

// "…:us-west-2:1234:secret:MySecret-a1B2": a list of fields with colons between
// them, of which the name is one.
bool is_field_of_name(const Matched& matched);

}  // namespace patrol
