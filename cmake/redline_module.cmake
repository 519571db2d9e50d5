# redline_module(NAME LEVEL n DEPENDS module... LINKS target...)
#
# Declares the module in src/NAME: every *.cpp in it and in detail/ becomes the library redline_NAME; test/*_test.cpp
# becomes NAME_test; fuzz/X_fuzz.cpp becomes fuzz_NAME_X, whose corpus fuzz/corpus/X is replayed by ctest;
# bench/*_bench.cpp becomes NAME_bench. DEPENDS names modules whose public headers may be included (the include checker
# reads this line), LINKS names third-party targets. testing/*.cpp becomes redline_NAME_testing, for tests only.

set(redline_warnings
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wformat=2 -Wimplicit-fallthrough -Wextra-semi -Wsuggest-override -Werror)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  list(REMOVE_ITEM redline_warnings -Wsuggest-override)
  list(APPEND redline_warnings -Winconsistent-missing-override)
endif()

add_library(redline_options INTERFACE)
target_compile_options(redline_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:${redline_warnings}>)
target_include_directories(redline_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
if(REDLINE_SANITIZE)
  target_compile_options(redline_options INTERFACE -fsanitize=${REDLINE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(redline_options INTERFACE -fsanitize=${REDLINE_SANITIZE})
endif()
if(REDLINE_FUZZ)
  target_compile_options(redline_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(redline_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LEVEL" "DEPENDS;LINKS")
  if(NOT DEFINED arg_LEVEL OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "redline_module(${name}): LEVEL is missing or unknown words: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  file(GLOB sources CONFIGURE_DEPENDS *.cpp detail/*.cpp)
  add_library(redline_${name} STATIC ${sources})
  target_link_libraries(redline_${name} PUBLIC redline_options)
  foreach(dependency IN LISTS arg_DEPENDS)
    target_link_libraries(redline_${name} PUBLIC redline_${dependency})
  endforeach()
  target_link_libraries(redline_${name} PUBLIC ${arg_LINKS})

  file(GLOB testing_sources CONFIGURE_DEPENDS testing/*.cpp)
  if(testing_sources AND REDLINE_TESTS)
    add_library(redline_${name}_testing STATIC ${testing_sources})
    target_link_libraries(redline_${name}_testing PUBLIC redline_${name})
  endif()
  file(GLOB tests CONFIGURE_DEPENDS test/*_test.cpp)
  if(tests AND REDLINE_TESTS)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE redline_${name} GTest::gtest GTest::gmock GTest::gtest_main
      deps::rapidcheck)
    foreach(module IN LISTS arg_DEPENDS ITEMS ${name})
      if(TARGET redline_${module}_testing)
        target_link_libraries(${name}_test PRIVATE redline_${module}_testing)
      endif()
    endforeach()
    target_compile_definitions(${name}_test PRIVATE REDLINE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
      REDLINE_BINARY_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()

  file(GLOB fuzzers CONFIGURE_DEPENDS fuzz/*_fuzz.cpp)
  foreach(fuzzer IN LISTS fuzzers)
    get_filename_component(stem ${fuzzer} NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" stem ${stem})
    redline_fuzz_target(${name} ${stem} ${fuzzer})
  endforeach()

  file(GLOB benches CONFIGURE_DEPENDS bench/*_bench.cpp)
  if(benches AND REDLINE_BENCH)
    add_executable(${name}_bench ${benches})
    target_link_libraries(${name}_bench PRIVATE redline_${name} benchmark::benchmark benchmark::benchmark_main)
  endif()
endfunction()

function(redline_fuzz_target module stem source)
  set(target fuzz_${module}_${stem})
  if(REDLINE_FUZZ)
    add_executable(${target} ${source})
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  elseif(REDLINE_TESTS)
    add_executable(${target} ${source} ${CMAKE_SOURCE_DIR}/tools/fuzz_replay_main.cpp)
    add_test(NAME ${target} COMMAND ${target} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${stem})
  else()
    return()
  endif()
  target_link_libraries(${target} PRIVATE redline_${module})
endfunction()
