// Which proxy a host is asked through, by the variables that everybody has:
//
//   HTTPS_PROXY, https_proxy   the proxy's URL (HTTP_PROXY is for http alone)
//   ALL_PROXY, all_proxy       where those are not set
//   NO_PROXY, no_proxy         hosts that are asked directly: "*", names,
//                              ".example.com" and "example.com" with all below
//
// patrol decides, and not the HTTP library, since whether the address of a
// connection is the provider's or the proxy's hangs on it (address.h).
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace patrol {

// "" where a variable is not set.
using GetVariable = std::function<std::string(const char* name)>;

// The proxy's URL; empty: none. `host` without a port.
std::string proxy_for(std::string_view host, const GetVariable& get);

}  // namespace patrol
