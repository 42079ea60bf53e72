// Stores nobody wrote.
//
// Where no other thread can look, LLVM may make "*p = c ? v : *p" of "if (c) *p = v", also across a
// loop. It believes that storing back what was there changes nothing; stored back as a number, a
// capability loses its tag. What was made cannot be told from what was written afterwards, so the
// passes that do it are kept from the places where it could matter.
#pragma once

namespace llvm {
class PassInstrumentationCallbacks;
}

namespace griotte::toolchain {

/// Makes LLVM leave out LICM for loops, and SimplifyCFG for functions, in which it could store back
/// a capability as a number.
void invented_stores_prevent(llvm::PassInstrumentationCallbacks &callbacks);

} // namespace griotte::toolchain
