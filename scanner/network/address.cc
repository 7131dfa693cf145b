#include "scanner/network/address.h"

#include <algorithm>
#include <cstddef>

namespace patrol {
namespace {

// The addresses that begin with the first `bits` of `bytes`.
struct Block {
  std::array<std::uint8_t, 16> bytes;
  unsigned bits;
};

bool is_in(const Block& block, std::span<const std::uint8_t> address) {
  for (unsigned bit = 0; bit < block.bits; ++bit) {
    const unsigned mask = 0x80U >> bit % 8;
    if ((block.bytes[bit / 8] & mask) != (address[bit / 8] & mask)) {
      return false;
    }
  }
  return true;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry
constexpr Block kNotPublic4[] = {
    {{0}, 8},              // this network
    {{10}, 8},             // private
    {{100, 64}, 10},       // shared by customers of a provider
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local: metadata of clouds
    {{172, 16}, 12},       // private
    {{192, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2}, 24},     // documentation
    {{192, 88, 99}, 24},   // 6to4 relays, deprecated
    {{192, 168}, 16},      // private
    {{198, 18}, 15},       // benchmarking
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, broadcast
};

// https://www.iana.org/assignments/iana-ipv6-special-registry. Public is what
// is global unicast (2000::/3) and not in here.
constexpr Block kNotPublic6[] = {
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff, 0x00}, 20},        // documentation
};
constexpr Block kGlobal6 = {{0x20}, 3};

// Blocks in which an IPv4 address is embedded, and where it stands.
struct Embedding {
  Block block;
  std::size_t at;
};
constexpr Embedding kEmbeddings[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                    // NAT64
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
};

}  // namespace

bool is_public(const Ipv4& address) {
  return std::ranges::none_of(
      kNotPublic4, [&](const Block& block) { return is_in(block, address); });
}

bool is_public(const Ipv6& address) {
  for (const Embedding& embedding : kEmbeddings) {
    if (!is_in(embedding.block, address)) continue;
    Ipv4 inner;
    std::copy_n(address.begin() + static_cast<std::ptrdiff_t>(embedding.at), 4,
                inner.begin());
    return is_public(inner);
  }
  return is_in(kGlobal6, address) &&
         std::ranges::none_of(kNotPublic6, [&](const Block& block) {
           return is_in(block, address);
         });
}

}  // namespace patrol
