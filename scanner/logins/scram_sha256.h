// What a client of SCRAM-SHA-256 says (RFC 5802, RFC 7677): it proves that it
// knows a password, and sends neither it nor what would do in its place.
//
//   client  n,,n=USER,r=NONCE                      scram_first()
//   server  r=NONCE…,s=SALT,i=COUNT
//   client  c=biws,r=NONCE…,p=PROOF                scram_final()
//
// It cannot: passwords that are not ASCII, which SASLprep may change (RFC
// 4013). Pure functions; the second costs COUNT times two hashes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace patrol {

// A server that asks for more wants to keep the client busy.
inline constexpr unsigned kMostScramRounds = 200'000;

std::string scram_first(std::string_view user, std::string_view nonce);

// nullopt: `server_first` is no answer to a client with this nonce, or asks for
// more than kMostScramRounds.
std::optional<std::string> scram_final(std::string_view user,
                                       std::string_view password,
                                       std::string_view nonce,
                                       std::string_view server_first);

}  // namespace patrol
