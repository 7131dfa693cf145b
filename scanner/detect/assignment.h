// A value that is given to something called a password, secret, token or key,
// in any language, and has no form that another rule knows.
//
//   api_token = "m4Xq81LzT0vKd92…"          drawn at random: reported
//   api_token = "contoso-api-token"         words
//   token_url = "https://login/v2"          an address
//   cacheToken = "9f86d081884c7d65…"        hexadecimal: low; a hash, likely
//   NextPageToken = "eav1OzQB0OM8rLdG"      opens nothing
//   tokenId = "6f1c2a30-…-…-…-…"            a UUID: an id, most likely
//   accessToken = getAccessToken()          code
//   signingKey = keyPair42.Item1            code
//   token = "eyJhbGciOi….eyJzdWIi….Sf…"     jwt.h's part
//   secret = "q7LrW2xT0vKd92eHs7Bm=="       no base64 has this length: edited
//   secret = "523l5j523l5jk234k5"           typed over a few keys
//   token = "S4mpl3Va1ue9xQ2r7K"            words (leet.h)
//   token = "sha384-4HEVqcDsc8P4AMhQ…"      made to be seen
//   "…:us-west-2:1234:secret:MySecret-a1B2"  a field of a longer name
//   password: XmlStringMaxLen256;           a type
//
// Two things decide. Facts refuse: what is above, and signs of placeholders and
// templates. What no fact settles is weighed (secret_score.h): high, medium or
// low, which a report shows to whoever asks for it, or nothing. That leaves out
// what people choose, hexadecimal keys, and of random values 8 in 100 of
// sixteen letters and digits and fewer than 1 in 100 of 32 (measured; a test
// repeats it).
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/detect/structure.h"

namespace patrol {

// structure = "assignment". The fact "score" says why (secret_score.h).
std::optional<Facts> read_assignment(const Matched&, const Rule&);
std::optional<Confidence> rate_assignment(const Matched&);

// structure = "given-password": the same for passwords in quotes with signs in
// them; what has none is the former's, if it is as long.
std::optional<Facts> read_given_password(const Matched&, const Rule&);
std::optional<Confidence> rate_given_password(const Matched&);

// structure = "opaque-token": the same for a place where nothing but a secret
// stands, such as an Authorization header. Hexadecimal text of 32 digits or
// more counts there.
std::optional<Facts> read_opaque_token(std::string_view secret, const Rule&);
std::optional<Confidence> rate_opaque_token(const Matched&);

}  // namespace patrol
