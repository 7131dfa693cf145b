// The textual armour of keys (RFC 7468, RFC 1421, RFC 9580), also where it was
// squeezed into one line of JSON, YAML, an environment file or source code:
//
//   -----BEGIN RSA PRIVATE KEY-----\nMIIEow…\n…\n-----END RSA PRIVATE KEY-----
//              | label           | ^ a line end, or one of: \n \\n \r\n \r\\n,
//                                  indents, a backslash at the end of a line
//
// Undone: line ends written as escapes at any depth of quoting, "\/" for '/',
// white space anywhere. Not undone: string literals joined by an operator.
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

struct Pem {
  std::string_view label;            // "RSA PRIVATE KEY"; a view of the text
  std::vector<std::string> headers;  // "Proc-Type: 4,ENCRYPTED"
  std::string body;                  // the bytes
};

// `text` begins with "-----BEGIN " and ends with the "-----" of the END line.
// nullopt if it does not, if the labels differ, or if the body is not base64.
std::optional<Pem> read_pem(std::string_view text);

}  // namespace patrol
