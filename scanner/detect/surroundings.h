// What stands around a secret and says that it is a sample. Nothing here is
// proof: a real token may stand in the example of a manual. So these lower a
// match to low, where a report shows it to whoever asks, and drop none.
//
//   Host: 127.0.0.1:8999                 a request to nobody: a test wrote it
//   Authorization: Basic YXBwOjlm…
//
//   esxi1_hostname=esxi1.test            its block names a reserved host
//   esxi1_password=…
//
//   "UserId": "ACCAEXAMPLE123EXAMPLE",   its block holds a made-up id
//   "ServicePassword": "…"
//
//   MOCK_SAS_URL = "https://…?sv=…"      it is called a mock
//
// What looks alike and says nothing: localhost and 10.1.2.3 in a developer's
// .env, beside the keys that he really has; "regex.test(x)"; ".env.example";
// "com.example.app"; admin@example.com, which is left standing for years;
// https://${host}/ in a script, which real ones are put into.
//
// Pure functions; thread-safe; linear in the block, at most kStatementBytes.
#pragma once

#include "scanner/detect/structure.h"

namespace patrol {

// For logins and tokens in a header: whether all hosts that the request around
// it names are nobody's (sample_host.h), and it names one. A request ends at
// an empty line.
bool is_request_to_nobody(const Matched&);

// For values that only their name makes a secret: whether the few lines around
// it name a reserved host where a value stands: after '=', ':', "://", in
// quotes. Lines of comments and e-mail addresses do not count.
bool is_in_block_of_reserved_host(const Matched&);

// For the same: whether those lines hold an id that Amazon's manuals make up, a
// long word with EXAMPLE in it (AKIAIOSFODNN7EXAMPLE), one of their accounts
// (123456789012), or a UUID that counts (12345678-1234-…). "example" in lower
// case says nothing.
bool is_in_block_of_example_id(const Matched&);

// Either of them.
bool is_in_sample_block(const Matched&);

// For connection strings and signed URLs: whether the name that the statement
// is given to, or what stands in it before the secret (host, account), has a
// word that begins with mock, fake or dummy.
// "sample" and "example" are no such words: what a provider really returned is
// pasted behind "sample:" in manuals.
bool is_called_mock(const Matched&);

}  // namespace patrol
