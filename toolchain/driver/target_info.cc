// See target_info.h. clang has no room for a target that is not its own, but takes any TargetInfo
// an embedder hands it.
#include "toolchain/driver/target_info.h"

#include <array>

#include <clang/Basic/Builtins.h>
#include <clang/Basic/MacroBuilder.h>

#include "toolchain/driver/builtins.h"
#include "toolchain/driver/cheriot_version.h"

namespace griotte::toolchain {

namespace {

// TargetInfo keeps a pointer to its options that only clang's own factory may set, and code
// generation follows it. Explicit instantiation may name a private member: the one way in without a
// patched clang.
template <auto Member>
struct OptionsDoor
{
    friend void options_set(clang::TargetInfo &target, clang::TargetOptions *options)
    {
        target.*Member = options;
    }
};
void options_set(clang::TargetInfo &target, clang::TargetOptions *options);
template struct OptionsDoor<&clang::TargetInfo::TargetOpts>;

struct Macro
{
    const char *name;
    const char *value;
};

constexpr std::array FixedMacros = {
    Macro{"__griotte__", "1"},
    Macro{"__ELF__", "1"},
    // The machine under the capabilities.
    Macro{"__riscv", "1"},
    Macro{"__riscv_xlen", "32"},
    Macro{"__riscv_flen", "0"},
    Macro{"__riscv_32e", "1"},
    Macro{"__riscv_e", "2000000"},
    Macro{"__riscv_c", "2000000"},
    Macro{"__riscv_m", "2000000"},
    Macro{"__riscv_zmmul", "1000000"},
    Macro{"__riscv_mul", "1"},
    Macro{"__riscv_div", "1"},
    Macro{"__riscv_muldiv", "1"},
    Macro{"__riscv_compressed", "1"},
    Macro{"__riscv_abi_rve", "1"},
    Macro{"__riscv_float_abi_soft", "1"},
    Macro{"__riscv_cmodel_medany", "1"},
    Macro{"__riscv_arch_test", "1"},
    // Capabilities.
    Macro{"__riscv_xcheri", "1"},
    Macro{"__riscv_xcheriot", "1"},
    Macro{"__riscv_clen", "64"},
    Macro{"__CHERI__", "1"},
    Macro{"__CHERI_PURE_CAPABILITY__", "2"},
    Macro{"__CHERI_CAPABILITY_WIDTH__", "64"},
    Macro{"__CHERI_ADDRESS_BITS__", "32"},
    Macro{"__SIZEOF_CHERI_CAPABILITY__", "8"},
    Macro{"__PTRADDR_TYPE__", "unsigned int"},
    Macro{"__PTRADDR_WIDTH__", "32"},
    Macro{"__PTRADDR_MAX__", "0xffffffffU"},
    Macro{"__PTRADDR_FMTd__", "\"d\""},
    Macro{"__PTRADDR_FMTu__", "\"u\""},
    Macro{"__PTRADDR_FMTx__", "\"x\""},
    Macro{"__CHERIOT__", CheriotDate},
    // CHERI C's qualifiers: every pointer is a capability, every such cast an address, and sealed
    // pointers are the SDK's opaque type (__has_extension(cheri_sealed_pointers) is false).
    Macro{"__capability", ""},
    Macro{"__cheri_addr", ""},
    Macro{"__sealed_capability", ""},
    // Permissions, as perms_get and perms_and number them.
    Macro{"__CHERI_CAP_PERMISSION_GLOBAL__", "1"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_LOAD_GLOBAL__", "2"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_STORE__", "4"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_LOAD_MUTABLE__", "8"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_STORE_LOCAL__", "16"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_LOAD__", "32"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_LOAD_CAPABILITY__", "64"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_STORE_CAPABILITY__", "64"},
    Macro{"__CHERI_CAP_PERMISSION_ACCESS_SYSTEM_REGISTERS__", "128"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_EXECUTE__", "256"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_UNSEAL__", "512"},
    Macro{"__CHERI_CAP_PERMISSION_PERMIT_SEAL__", "1024"},
    Macro{"__CHERI_CAP_PERMISSION_USER0__", "2048"},
    // A function type that may be called from another compartment carries a calling convention,
    // because plugins can add attributes to declarations but not to types (docs/design). The
    // attribute's names become that convention's.
    Macro{"cheri_ccallback", "preserve_most"},
    Macro{"cheriot_ccallback", "preserve_most"},
};

// The builtins that return a capability return void *; these give back the argument's type.
constexpr const char *TypeKeepingC = "(__typeof__(0 ? (c) : (c)))";
constexpr const char *TypeKeepingCxx = "(__decay(__decltype(c)))";

constexpr const char *RegisterNames[] = {
    "x0",  "x1",  "x2",  "x3",  "x4",  "x5",  "x6",  "x7",  "x8",  "x9",  "x10",
    "x11", "x12", "x13", "x14", "x15", "c0",  "c1",  "c2",  "c3",  "c4",  "c5",
    "c6",  "c7",  "c8",  "c9",  "c10", "c11", "c12", "c13", "c14", "c15", "pcc",
};

const clang::TargetInfo::GCCRegAlias RegisterAliases[] = {
    {{"zero"}, "x0"},
    {{"ra"}, "x1"},
    {{"sp"}, "x2"},
    {{"gp"}, "x3"},
    {{"tp"}, "x4"},
    {{"t0"}, "x5"},
    {{"t1"}, "x6"},
    {{"t2"}, "x7"},
    {{"s0", "fp"}, "x8"},
    {{"s1"}, "x9"},
    {{"a0"}, "x10"},
    {{"a1"}, "x11"},
    {{"a2"}, "x12"},
    {{"a3"}, "x13"},
    {{"a4"}, "x14"},
    {{"a5"}, "x15"},
    {{"cnull", "czero"}, "c0"},
    {{"cra"}, "c1"},
    {{"csp"}, "c2"},
    {{"cgp"}, "c3"},
    {{"ctp"}, "c4"},
    {{"ct0"}, "c5"},
    {{"ct1"}, "c6"},
    {{"ct2"}, "c7"},
    {{"cs0", "cfp"}, "c8"},
    {{"cs1"}, "c9"},
    {{"ca0"}, "c10"},
    {{"ca1"}, "c11"},
    {{"ca2"}, "c12"},
    {{"ca3"}, "c13"},
    {{"ca4"}, "c14"},
    {{"ca5"}, "c15"},
};

class CheriotTargetInfo final : public clang::TargetInfo
{
public:
    CheriotTargetInfo(clang::TargetOptions &options, TargetChoices theChoices)
        : TargetInfo(llvm::Triple(CheriotTriple)), choices(std::move(theChoices))
    {
        options_set(*this, &options);
        types_set();
        TLSSupported = false;
        VLASupported = true;
        NoAsmVariants = true;
        HasMustTail = true;
        HasUnalignedAccess = false;
        // Nothing is inlined by clang: every atomic operation reaches toolchain/driver/atomics.
        MaxAtomicPromoteWidth = 64;
        MaxAtomicInlineWidth = 64;
        TheCXXABI.set(clang::TargetCXXABI::GenericItanium);
        UserLabelPrefix = "";
        resetDataLayout(CheriotDataLayout);
    }

    void getTargetDefines(const clang::LangOptions &language,
                          clang::MacroBuilder &builder) const override
    {
        for (const Macro &macro : FixedMacros) {
            builder.defineMacro(macro.name, macro.value);
        }
        if (choices.isBareMetal) {
            builder.defineMacro("__CHERIOT_BAREMETAL__", CheriotDate);
        }
        if (!choices.compartment.empty()) {
            builder.defineMacro("__CHERI_COMPARTMENT__", choices.compartment);
        }
        if (language.AsmPreprocessor) {
            return;
        }
        const char *cast = language.CPlusPlus ? TypeKeepingCxx : TypeKeepingC;
        for (const CapabilityBuiltin &builtin : capability_builtins()) {
            const std::string parameters = builtin.argumentCount == 1 ? "(c)" : "(c, x)";
            builder.defineMacro(builtin.name + parameters,
                                "(" + std::string(cast) + builtin.name + parameters + ")");
        }
    }

    llvm::SmallVector<clang::Builtin::InfosShard> getTargetBuiltins() const override
    {
        return {builtins_shard()};
    }

    BuiltinVaListKind getBuiltinVaListKind() const override { return VoidPtrBuiltinVaList; }
    std::string_view getClobbers() const override { return ""; }

    // The width of an *address*: clang's size_t, pointer differences and pointer-sized integers in
    // IR all come from it. 64 miscompiles pointer subtraction.
    uint64_t getMaxPointerWidth() const override { return 32; }
    uint64_t getPointerWidthV(clang::LangAS) const override { return 64; }
    uint64_t getPointerAlignV(clang::LangAS) const override { return 64; }
    IntType getPtrDiffTypeV(clang::LangAS) const override { return SignedInt; }

    bool hasBitIntType() const override { return true; }
    bool hasInt128Type() const override { return false; }
    bool isValidCPUName(llvm::StringRef name) const override { return name == "cheriot"; }
    bool setCPU(const std::string &name) override { return name == "cheriot"; }
    bool hasFeature(llvm::StringRef feature) const override
    {
        return feature == "cheriot" || feature == "xcheri" || feature == "riscv" ||
               feature == "riscv32";
    }
    // A single hart: a load or store of one register is atomic. Read-modify-write is not.
    bool hasBuiltinAtomic(uint64_t size, uint64_t alignment) const override
    {
        return size <= 64 && alignment >= size;
    }

    llvm::ArrayRef<const char *> getGCCRegNames() const override { return RegisterNames; }
    llvm::ArrayRef<GCCRegAlias> getGCCRegAliases() const override { return RegisterAliases; }

    bool validateAsmConstraint(const char *&name, ConstraintInfo &information) const override
    {
        switch (*name) {
        case 'C': // a capability register
            information.setAllowsRegister();
            return true;
        case 'I':
            information.setRequiresImmediate(-2048, 2047);
            return true;
        case 'J':
            information.setRequiresImmediate(0);
            return true;
        case 'K':
            information.setRequiresImmediate(0, 31);
            return true;
        case 'A': // an address in a register
            information.setAllowsMemory();
            return true;
        case 'S': // a symbol
            information.setAllowsRegister();
            return true;
        default:
            return false;
        }
    }

    bool validateInputSize(const llvm::StringMap<bool> &, llvm::StringRef constraint,
                           unsigned size) const override
    {
        return !constraint.contains('C') || size == 64;
    }
    bool validateOutputSize(const llvm::StringMap<bool> &, llvm::StringRef constraint,
                            unsigned size) const override
    {
        return !constraint.contains('C') || size == 64;
    }

    CallingConvCheckResult checkCallingConvention(clang::CallingConv convention) const override
    {
        return convention == clang::CC_C || convention == clang::CC_PreserveMost ? CCCR_OK
                                                                                 : CCCR_Warning;
    }

private:
    void types_set()
    {
        BigEndian = false;
        PointerWidth = PointerAlign = 64;
        BoolWidth = BoolAlign = 8;
        IntWidth = IntAlign = LongWidth = LongAlign = 32;
        LongLongWidth = LongLongAlign = 64;
        DoubleAlign = LongDoubleAlign = LongDoubleWidth = 64;
        DoubleFormat = LongDoubleFormat = &llvm::APFloat::IEEEdouble();
        SuitableAlign = DefaultAlignForAttributeAligned = MaxVectorAlign = 64;
        NewAlign = 64;
        SizeType = UnsignedInt;
        PtrDiffType = IntPtrType = SigAtomicType = SignedInt;
        IntMaxType = Int64Type = SignedLongLong;
        Char16Type = WCharType = UnsignedShort;
        Char32Type = WIntType = UnsignedInt;
    }

    TargetChoices choices;
};

} // namespace

std::unique_ptr<clang::TargetInfo> target_info_make(clang::TargetOptions &options,
                                                    const TargetChoices &choices)
{
    return std::make_unique<CheriotTargetInfo>(options, choices);
}

} // namespace griotte::toolchain
