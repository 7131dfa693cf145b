#include "scanner/detect/sample_host.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

using Names = std::span<const std::string_view>;

// RFC 2606 and RFC 6761. Whole names or endings.
constexpr std::string_view kReserved[] = {
    "example.com", "example.org", "example.net", "example", "test", "invalid"};

// What manuals use in their place. Whole names or endings.
constexpr std::string_view kOfManuals[] = {
    "example.edu",  "test.com",       "foo.com",      "bar.com",
    "domain.com",   "host.com",       "server.com",   "myserver.com",
    "mydomain.com", "yourdomain.com", "company.com",  "mycompany.com",
    "acme.com",     "somewhere.com",  "site.com",     "website.com",
    "hostname.com", "contoso.com",    "fabrikam.com", "corp.com",
    "proxy.com",    "yourhost.com",   "myhost.com",   "xyz.com",
    "abc.com",      "bogus.net",      "a.com",        "b.com",
    "example.io",   "example.co"};

constexpr std::string_view kOfNearby[] = {"localhost", "local", "internal",
                                          "localdomain", "lan"};

// What ends a host of a service where "example" is some customer's name:
// "example.slack.com". Not "example.json", nor "com.example.app", which is a
// package of Java.
constexpr std::string_view kTopLevel[] = {"com", "org", "net", "edu",
                                          "io",  "dev", "app", "cloud"};

bool is_within(std::string_view low, std::string_view name) {
  return low.ends_with(name) && (low.size() == name.size() ||
                                 low[low.size() - name.size() - 1] == '.');
}

bool is_within_any(std::string_view low, Names names) {
  return std::ranges::any_of(
      names, [&](std::string_view name) { return is_within(low, name); });
}

bool is_any(std::string_view label, Names names) {
  return std::ranges::find(names, label) != names.end();
}

bool has_example_label(std::string_view low) {
  if (("." + std::string(low)).find(".example.") == std::string::npos) {
    return false;
  }
  return is_any(low.substr(low.rfind('.') + 1), kTopLevel) &&
         !is_any(low.substr(0, low.find('.')), kTopLevel);
}

bool is_loopback(std::string_view low) {
  return low == "localhost" || low.ends_with(".localhost") ||
         low.starts_with("127.") || low.starts_with("0.0.0.0");
}

// RFC 5737's three, and the one that everybody types.
bool is_address_of_manuals(std::string_view low) {
  return low.starts_with("192.0.2.") || low.starts_with("198.51.100.") ||
         low.starts_with("203.0.113.") || low.starts_with("1.2.3.4");
}

bool is_private_address(std::string_view low) {
  return low.starts_with("10.") || low.starts_with("192.168.");
}

bool is_reserved(std::string_view low) {
  const bool dotted = low.find('.') != low.npos;
  return dotted && (is_within_any(low, kReserved) || has_example_label(low));
}

bool is_nobodys(std::string_view low) {
  return is_reserved(low) || is_loopback(low) || is_address_of_manuals(low) ||
         is_within_any(low, kOfManuals);
}

}  // namespace

bool is_reserved_host(std::string_view host) {
  return is_reserved(lowered(host));
}

bool is_nobodys_host(std::string_view host) {
  return is_nobodys(lowered(host));
}

bool is_sample_host(std::string_view host) {
  const std::string low = lowered(host);
  return low.find('.') == low.npos || is_nobodys(low) ||
         is_private_address(low) || is_within_any(low, kOfNearby) ||
         is_placeholder(low);
}

}  // namespace patrol
