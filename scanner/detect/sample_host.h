// Hosts that a secret cannot be of use at, told from their names. Three
// questions, from the narrowest:
//
//   reserved    db.example.com, esxi1.test      nobody can register it: whoever
//                                               wrote it meant no host at all
//   nobody's    also mysite.com, 127.0.0.1      what manuals put in its place,
//                                               and the reader's own machine
//   a sample    also db, 10.1.2.3, nas.local    nothing that an outsider, who
//                                               has the repository alone,
//                                               reaches
//
// The wider the question, the more real hosts it takes along: "10.1.2.3" is
// some company's database. Each caller takes the narrowest that its own loss
// bears.
// Sources: RFC 2606, RFC 5737, RFC 6761.
//
// Pure functions; thread-safe; linear time. `host` as it is written, in any
// case, without a port.
#pragma once

#include <string_view>

namespace patrol {

bool is_reserved_host(std::string_view host);
bool is_nobodys_host(std::string_view host);
bool is_sample_host(std::string_view host);

}  // namespace patrol
