// Does a password open a MongoDB server? The beginning of its conversation, one
// document a message (OP_MSG):
//
//   saslStart     SCRAM-SHA-256, the user     ok 1, what to prove it with
//   saslContinue  the proof (scram_sha256.h)  ok 1: live
//                                             code 18: dead
//
// No command follows. The user is looked for in the database that the URL names
// by authSource, else in that of its path, else in admin; the same refusal says
// that he is not there, or that the password is wrong.
//
// What it cannot do: mongodb+srv, whose servers DNS names; users that have
// SCRAM-SHA-1 alone, certificates, LDAP (unknown).
// Source: MongoDB's manual, "Wire Protocol" and "SCRAM"; bsonspec.org.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/logins/login.h"
#include "scanner/logins/patience.h"
#include "scanner/network/curl_library.h"
#include "scanner/network/http_client.h"

namespace patrol {

Verification mongodb_login(const CurlLibrary& curl, const LoginRequest& request,
                           const HttpOptions& options,
                           const Patience& patience);

// ---- For tests --------------------------------------------------------------

// What counts of an answer.
struct MongoAnswer {
  bool is_ok = false;
  int code = 0;  // of the error; 0: there is none
  std::int32_t conversation = 0;
  std::string payload = {};
};

// Takes the first message off `bytes`, if it is there whole; one that is no
// answer of MongoDB's gives an answer with neither ok nor code.
std::optional<MongoAnswer> take_mongo_answer(std::string& bytes);

}  // namespace patrol
