// May a secret be sent to this address? Names are chosen by rules, but what
// they resolve to is chosen by whoever answers DNS: an answer of
// 169.254.169.254 would make patrol ask a cloud's metadata service. So the
// address that a connection is about to be made to is looked at, once it is
// known.
//
// Public is what is none of these (RFC 6890 and its updates): this host,
// private, shared (100.64/10), loopback, link-local, protocol assignments,
// documentation, benchmarking, multicast, reserved; in IPv6 likewise, and what
// stands for an IPv4 address that is none (mapped, 6to4, NAT64).
//
// Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace patrol {

using Ipv4 = std::array<std::uint8_t, 4>;   // as it is written
using Ipv6 = std::array<std::uint8_t, 16>;  // network order

bool is_public(const Ipv4& address);
bool is_public(const Ipv6& address);

}  // namespace patrol
