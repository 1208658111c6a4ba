// Loops of our own over several threads.
//
// at::parallel_for runs serially when Swift's clang compiles it, since its OpenMP branch needs -fopenmp; and
// that flag would bring LLVM's OpenMP runtime into a process that has libtorch's libgomp already, each with a
// pool of threads. So this calls the libgomp that is there, by the two functions that its compilers call.

#pragma once

#include <cstddef>
#include <functional>

namespace ctorch {

using Piecework = std::function<void(ptrdiff_t piece, ptrdiff_t begin, ptrdiff_t end)>;

/// Calls body(piece, begin, end) for consecutive pieces of 0..<count, numbered from 0, and returns how many
/// there were.
///
/// At most one piece for each of libtorch's threads; the pieces depend on their number alone. Bodies must not
/// throw.
ptrdiff_t parallel(ptrdiff_t count, const Piecework &body);

}  // namespace ctorch
