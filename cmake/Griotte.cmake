# Compiler settings and the functions every folder's CMakeLists.txt uses.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 22)
    message(FATAL_ERROR "griotte builds with clang 22 or newer (found ${CMAKE_CXX_COMPILER_ID} "
        "${CMAKE_CXX_COMPILER_VERSION}); use `make`, or cmake --preset release")
endif()

add_library(griotte_options INTERFACE)
target_include_directories(griotte_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(griotte_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror
    -Wno-gnu-statement-expression-from-macro-expansion -Wno-gnu-statement-expression
    -Wno-c2y-extensions # __COUNTER__, in TRY
    -Wno-deprecated-declarations) # libstdc++ 12 calls its own deprecated std::get_temporary_buffer
if(GRIOTTE_CHECKED)
    target_compile_options(griotte_options INTERFACE -UNDEBUG)
    target_compile_definitions(griotte_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(GRIOTTE_SANITIZE)
    add_compile_options(-fsanitize=${GRIOTTE_SANITIZE} -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${GRIOTTE_SANITIZE})
endif()

# griotte_library(NAME SOURCES ... [LIBS ...]): a static library of one room, checked by its warnings.
function(griotte_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC griotte_options ${ARG_LIBS})
endfunction()

# griotte_unit_test(ROOM SOURCES ... [LIBS ...] [TIMEOUT seconds]): one GoogleTest program for a
# room, registered with ctest as unit.ROOM.
function(griotte_unit_test room)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    add_executable(unit_${room} ${ARG_SOURCES})
    target_link_libraries(unit_${room} PRIVATE griotte_options ${ARG_LIBS}
        GTest::gtest GTest::gtest_main)
    add_test(NAME unit.${room} COMMAND unit_${room})
    set_tests_properties(unit.${room} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
endfunction()

# griotte_fuzz_target(NAME SOURCES ... [LIBS ...]): a libFuzzer program; `make fuzz` runs each for a
# short time over tests/fuzz/corpus/NAME.
function(griotte_fuzz_target name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
    add_executable(fuzz_${name} ${ARG_SOURCES})
    target_link_libraries(fuzz_${name} PRIVATE griotte_options ${ARG_LIBS})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    set_target_properties(fuzz_${name} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/fuzz)
endfunction()
