// Libraries that are loaded when they are needed: a scan that asks nobody must
// not pay for them, and who never asks a database need not install its client.
#pragma once

#include <span>

namespace patrol {

// The first of these names that is there, for as long as the program lives;
// null: none is.
void* load_library(std::span<const char* const> names);

// Null: the library has no such function.
void* find_function(void* library, const char* name);

// True if `library` has it.
template <typename Function>
bool take_function(void* library, const char* name, Function*& to) {
  to = reinterpret_cast<Function*>(find_function(library, name));
  return to != nullptr;
}

}  // namespace patrol
