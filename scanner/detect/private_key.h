// Private keys: which kind it is, whether a passphrase protects it, and above
// all whether it is one. Source code is full of "-----BEGIN … KEY-----" that
// is a label, a template, or the start of a key with "..." after it. A key is
// a binary structure that knows its own length, so the question has an answer:
//
//   label                   must hold
//   OPENSSH PRIVATE KEY     "openssh-key-v1\0" and fields that fill the body;
//                           unencrypted: two equal check integers
//   PGP PRIVATE KEY BLOCK   first packet is a secret key
//   …, Proc-Type ENCRYPTED  whole cipher blocks (the rest is ciphertext)
//   any other               one DER SEQUENCE as long as the body:
//
//       30 82 04 A3 | 02 01 00 02 82 01 01 …            |
//          length 0x04A3, counted from here to the end -+
//
// Cannot tell a key that guards something from one made for a test. Not read:
// PuTTY's and ssh.com's formats, PKCS #12, keys in JWK.
// Sources: RFC 8017, 5915, 5958, 1421, 9580; OpenSSH's PROTOCOL.key.
//
// Pure function; thread-safe; linear time.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/rules/rule.h"

namespace patrol {

// structure = "private-key". Facts: kind ("RSA", "OpenSSH ssh-ed25519",
// "PKCS #8 Ed25519", "PGP"); encrypted ("yes", "no"; absent for PGP, whose
// answer lies behind key material that is not parsed).
std::optional<Facts> read_private_key(std::string_view secret, const Rule&);

}  // namespace patrol
