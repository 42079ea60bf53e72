// Copies that keep tags; docs/design/tag-preservation.md.
//
// LLVM believes that eight bytes are eight bytes: it turns small copies into i64 loads and stores
// and splits copied objects where it likes. So copies that may hold capabilities are written in
// terms it leaves whole - loads and stores of ptr - or hidden from it in calls it knows nothing
// about.
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/Local.h>

#include "toolchain/driver/passes/evidence.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

/// Above this a loop is shorter than the loads and stores.
constexpr uint64_t LargestExpansion = 128;

constexpr llvm::StringRef OpaqueCopy = "cheriot.memcpy";
constexpr llvm::StringRef OpaqueMove = "cheriot.memmove";

/// A part of a copy that is one load and one store.
struct Piece
{
    uint64_t offset;
    llvm::Type *type;
    llvm::MDNode *accessTag;
};

/// One field of !tbaa.struct.
struct Field
{
    uint64_t offset;
    uint64_t size;
    llvm::MDNode *accessTag;
};

llvm::SmallVector<Field> fields_read(const llvm::MDNode *types)
{
    llvm::SmallVector<Field> result;
    for (unsigned i = 0; types != nullptr && i + 2 < types->getNumOperands(); i += 3) {
        const auto number = [&](unsigned operand) {
            return llvm::mdconst::extract<llvm::ConstantInt>(types->getOperand(operand))
                ->getZExtValue();
        };
        result.push_back({number(i), number(i + 1),
                          llvm::dyn_cast_or_null<llvm::MDNode>(types->getOperand(i + 2).get())});
    }
    return result;
}

/// Cuts a copy into pieces: a capability for each eight bytes, except where the fields say that
/// they are numbers.
class Cutter
{
public:
    Cutter(llvm::LLVMContext &theContext, uint64_t theLength, const llvm::MDNode *types)
        : context(theContext), length(theLength), fields(fields_read(types))
    {}

    llvm::SmallVector<Piece> cut()
    {
        uint64_t offset = 0;
        for (; offset + CapabilityBytes <= length; offset += CapabilityBytes) {
            if (!numbers_cut(offset)) {
                pieces.push_back({offset, llvm::PointerType::get(context, 0), tag_of(offset)});
            }
        }
        while (offset < length) {
            const uint64_t rest = length - offset;
            const uint64_t size = rest >= 4 ? 4 : rest >= 2 ? 2 : 1;
            pieces.push_back({offset, integer(size), nullptr});
            offset += size;
        }
        return std::move(pieces);
    }

private:
    llvm::Type *integer(uint64_t bytes) const
    {
        return llvm::Type::getIntNTy(context, static_cast<unsigned>(bytes * 8));
    }

    /// The access tag of a field that is exactly these eight bytes.
    llvm::MDNode *tag_of(uint64_t offset) const
    {
        for (const Field &field : fields) {
            if (field.offset == offset && field.size == CapabilityBytes) {
                return field.accessTag;
            }
        }
        return nullptr;
    }

    /// Cuts the eight bytes at `start` into the numbers their fields are; not if any may be more.
    bool numbers_cut(uint64_t start)
    {
        const uint64_t end = start + CapabilityBytes;
        llvm::SmallVector<Piece> found;
        for (const Field &field : fields) {
            const uint64_t from = std::max(start, field.offset);
            const uint64_t to = std::min(end, field.offset + field.size);
            if (from >= to) {
                continue;
            }
            const std::optional<uint64_t> size = arithmetic_size(field.accessTag);
            if (!size.has_value() || (from - field.offset) % *size != 0 || (to - from) % *size != 0)
            {
                return false;
            }
            for (uint64_t offset = from; offset < to; offset += *size) {
                found.push_back({offset, integer(*size), field.accessTag});
            }
        }
        pieces.append(found);
        return !found.empty();
    }

    llvm::LLVMContext &context;
    uint64_t length;
    llvm::SmallVector<Field> fields;
    llvm::SmallVector<Piece> pieces;
};

/// All loads first: the two sides may overlap.
void pieces_copy(llvm::IRBuilder<> &builder, llvm::ArrayRef<Piece> pieces, llvm::Value *destination,
                 llvm::Value *source, bool isVolatile)
{
    const auto place = [&](llvm::Value *base, uint64_t offset) {
        return offset == 0 ? base
                           : builder.CreateInBoundsPtrAdd(
                                 base, builder.getInt32(static_cast<uint32_t>(offset)));
    };
    llvm::SmallVector<llvm::Value *> values;
    for (const Piece &piece : pieces) {
        llvm::LoadInst *load = builder.CreateAlignedLoad(
            piece.type, place(source, piece.offset),
            llvm::commonAlignment(llvm::Align(CapabilityBytes), piece.offset), isVolatile);
        load->setMetadata(llvm::LLVMContext::MD_tbaa, piece.accessTag);
        values.push_back(load);
    }
    for (size_t i = 0; i < pieces.size(); i++) {
        llvm::StoreInst *store = builder.CreateAlignedStore(
            values[i], place(destination, pieces[i].offset),
            llvm::commonAlignment(llvm::Align(CapabilityBytes), pieces[i].offset), isVolatile);
        store->setMetadata(llvm::LLVMContext::MD_tbaa, pieces[i].accessTag);
    }
}

llvm::Function *opaque_get(llvm::Module &module, llvm::StringRef name)
{
    llvm::LLVMContext &context = module.getContext();
    auto *pointer = llvm::PointerType::get(context, 0);
    auto *type = llvm::FunctionType::get(
        llvm::Type::getVoidTy(context), {pointer, pointer, llvm::Type::getInt32Ty(context)}, false);
    auto *function = llvm::cast<llvm::Function>(module.getOrInsertFunction(name, type).getCallee());
    function->setMemoryEffects(llvm::MemoryEffects::argMemOnly());
    function->setDoesNotThrow();
    function->setWillReturn();
    for (const auto kind :
         {llvm::Attribute::NoCallback, llvm::Attribute::NoSync, llvm::Attribute::NoFree})
    {
        function->addFnAttr(kind);
    }
    for (const unsigned parameter : {0U, 1U}) {
        function->addParamAttr(
            parameter, llvm::Attribute::getWithCaptureInfo(context, llvm::CaptureInfo::none()));
    }
    function->addParamAttr(0, llvm::Attribute::WriteOnly);
    function->addParamAttr(1, llvm::Attribute::ReadOnly);
    return function;
}

/// A call of the library's function. Not llvm.memcpy: LLVM may make a loop over bytes of that.
void library_call(llvm::IRBuilder<> &builder, bool isMove, llvm::Value *destination,
                  llvm::Value *source, llvm::Value *length)
{
    llvm::Module &module = *builder.GetInsertBlock()->getModule();
    auto *pointer = builder.getPtrTy();
    llvm::CallInst *call = builder.CreateCall(
        module.getOrInsertFunction(isMove ? "memmove" : "memcpy", pointer, pointer, pointer,
                                   builder.getInt32Ty()),
        {destination, source, builder.CreateZExtOrTrunc(length, builder.getInt32Ty())});
    call->addFnAttr(llvm::Attribute::NoBuiltin);
    call->setDoesNotThrow();
}

/// The same copy as a call that says nothing of sizes and types.
void copy_hide(llvm::MemTransferInst &copy)
{
    llvm::Module &module = *copy.getModule();
    llvm::IRBuilder<> builder(&copy);
    llvm::CallInst *call = builder.CreateCall(
        opaque_get(module, llvm::isa<llvm::MemMoveInst>(copy) ? OpaqueMove : OpaqueCopy),
        {copy.getDest(), copy.getSource(),
         builder.CreateZExtOrTrunc(copy.getLength(), builder.getInt32Ty())});
    call->addParamAttr(0, llvm::Attribute::getWithAlignment(module.getContext(),
                                                            copy.getDestAlign().valueOrOne()));
    call->addParamAttr(1, llvm::Attribute::getWithAlignment(module.getContext(),
                                                            copy.getSourceAlign().valueOrOne()));
    copy.eraseFromParent();
}

/// A local buffer that capabilities are copied to or from gets their alignment: char saved[8].
void buffers_align(llvm::MemTransferInst &copy)
{
    const bool isDestAligned = copy.getDestAlign().valueOrOne() >= CapabilityBytes;
    const bool isSourceAligned = copy.getSourceAlign().valueOrOne() >= CapabilityBytes;
    if (isDestAligned == isSourceAligned) {
        return;
    }
    llvm::Value *other = isDestAligned ? copy.getSource() : copy.getDest();
    if (!llvm::isa<llvm::AllocaInst>(llvm::getUnderlyingObject(other))) {
        return;
    }
    const llvm::Align known = llvm::getOrEnforceKnownAlignment(other, llvm::Align(CapabilityBytes),
                                                               copy.getDataLayout(), &copy);
    if (isDestAligned) {
        copy.setSourceAlignment(known);
    } else {
        copy.setDestAlignment(known);
    }
}

void copy_prepare(llvm::MemTransferInst &copy)
{
    if (is_copy_without_capabilities(copy)) {
        return;
    }
    buffers_align(copy);
    const auto *length = llvm::dyn_cast<llvm::ConstantInt>(copy.getLength());
    const bool isAligned = copy.getDestAlign().valueOrOne() >= CapabilityBytes &&
                           copy.getSourceAlign().valueOrOne() >= CapabilityBytes;
    if (isAligned && length != nullptr && length->getValue().ule(LargestExpansion)) {
        Cutter cutter(copy.getContext(), length->getZExtValue(),
                      copy.getMetadata(llvm::LLVMContext::MD_tbaa_struct));
        llvm::IRBuilder<> builder(&copy);
        pieces_copy(builder, cutter.cut(), copy.getDest(), copy.getSource(), copy.isVolatile());
        copy.eraseFromParent();
    } else if (copy.isVolatile()) {
        llvm::IRBuilder<> builder(&copy);
        library_call(builder, llvm::isa<llvm::MemMoveInst>(copy), copy.getDest(), copy.getSource(),
                     copy.getLength());
        copy.eraseFromParent();
    } else {
        copy_hide(copy);
    }
}

/// An opaque call becomes loads and stores, or a call of the library.
void copy_show(llvm::CallInst &call, bool isMove)
{
    llvm::IRBuilder<> builder(&call);
    const llvm::DataLayout &layout = call.getDataLayout();
    llvm::Value *const destination = call.getArgOperand(0);
    llvm::Value *const source = call.getArgOperand(1);
    llvm::Value *const length = call.getArgOperand(2);
    const auto alignment = [&](unsigned operand) {
        return std::max(
            call.getParamAlign(operand).valueOrOne(),
            llvm::getOrEnforceKnownAlignment(call.getArgOperand(operand), {}, layout, &call));
    };
    const bool isAligned = alignment(0) >= CapabilityBytes && alignment(1) >= CapabilityBytes;
    const auto *constant = llvm::dyn_cast<llvm::ConstantInt>(length);
    if (isAligned && constant != nullptr && constant->getValue().ule(LargestExpansion)) {
        Cutter cutter(call.getContext(), constant->getZExtValue(), nullptr);
        pieces_copy(builder, cutter.cut(), destination, source, false);
    } else {
        library_call(builder, isMove, destination, source, length);
    }
    call.eraseFromParent();
}

} // namespace

void copies_prepare(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction :
             llvm::make_early_inc_range(llvm::instructions(function)))
        {
            if (auto *copy = llvm::dyn_cast<llvm::MemTransferInst>(&instruction)) {
                copy_prepare(*copy);
            }
        }
    }
}

void copies_finish(llvm::Module &module)
{
    for (const llvm::StringRef name : {OpaqueCopy, OpaqueMove}) {
        llvm::Function *function = module.getFunction(name);
        if (function == nullptr) {
            continue;
        }
        for (llvm::User *user : llvm::make_early_inc_range(function->users())) {
            copy_show(*llvm::cast<llvm::CallInst>(user), name == OpaqueMove);
        }
        function->eraseFromParent();
    }
}

} // namespace griotte::toolchain
