// What stands around a token and says where it is used: an Azure DevOps token
// does not name its organisation, the URL beside it does. Facts alone: a reader
// neither drops a match nor makes it surer.
//
// A rule names its carrier: carrier = "azure-devops". To add one, write a file
// with its reader and its line in the table of carrier.cc.
//
// Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/core/finding.h"
#include "scanner/detect/context.h"

namespace patrol {

// How far around a token its carrier is looked for, in bytes: the size of a
// configuration file. Further away the same file speaks of other things.
inline constexpr std::uint64_t kCarrierBytes = 4 << 10;

// That text, and where in it the token stands.
//
//   … text … |<-- kCarrierBytes -->| token |<-- kCarrierBytes -->| … text …
//            |<-------------------- window.text ---------------->|
struct CarrierWindow {
  std::string_view text;
  Span secret;

  std::string_view before() const { return text.substr(0, secret.begin); }
};
CarrierWindow carrier_window(const Place& place);

struct Carrier {
  std::string_view name;

  // Appends what stands around `secret`, nearest first, of keys that `facts`
  // has nothing about.
  void (*read)(const Place& secret, Facts& facts);
};

// nullptr if there is none of that name.
const Carrier* find_carrier(std::string_view name);

}  // namespace patrol
