# The parts that tools/fetch-deps brings, as imported targets: deps::onnxruntime, deps::sherpa_onnx, and whisper.cpp as
# static libraries in one variant for each instruction set that is worth it: deps::whisper_<variant>.
if(NOT REDLINE_ENGINES)
  return()
endif()

if(DEFINED ENV{REDLINE_DEPS})
  set(REDLINE_DEPS $ENV{REDLINE_DEPS} CACHE PATH "Where tools/fetch-deps put its parts")
else()
  set(REDLINE_DEPS ${CMAKE_SOURCE_DIR}/.deps CACHE PATH "Where tools/fetch-deps put its parts")
endif()
foreach(part IN ITEMS whisper.cpp/CMakeLists.txt sherpa-onnx/lib/libonnxruntime.so onnxruntime/include/onnxruntime_c_api.h)
  if(NOT EXISTS ${REDLINE_DEPS}/${part})
    message(FATAL_ERROR "${REDLINE_DEPS}/${part} is missing. Run tools/fetch-deps (or ./x build) first, "
      "or configure with -DREDLINE_ENGINES=OFF for text inspection alone.")
  endif()
endforeach()

# One ONNX Runtime serves the recognisers of sherpa-onnx and our own models.
add_library(deps_onnxruntime SHARED IMPORTED)
set_target_properties(deps_onnxruntime PROPERTIES
  IMPORTED_LOCATION ${REDLINE_DEPS}/sherpa-onnx/lib/libonnxruntime.so IMPORTED_SONAME libonnxruntime.so
  INTERFACE_INCLUDE_DIRECTORIES ${REDLINE_DEPS}/onnxruntime/include)
add_library(deps::onnxruntime ALIAS deps_onnxruntime)

add_library(deps_sherpa_onnx SHARED IMPORTED)
set_target_properties(deps_sherpa_onnx PROPERTIES
  IMPORTED_LOCATION ${REDLINE_DEPS}/sherpa-onnx/lib/libsherpa-onnx-c-api.so IMPORTED_SONAME libsherpa-onnx-c-api.so
  IMPORTED_LINK_DEPENDENT_LIBRARIES deps_onnxruntime
  INTERFACE_INCLUDE_DIRECTORIES ${REDLINE_DEPS}/sherpa-onnx/include)
add_library(deps::sherpa_onnx ALIAS deps_sherpa_onnx)

# whisper.cpp is built by its own CMake, once a variant; what is shipped never depends on the building processor.
include(ExternalProject)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(redline_whisper_variants base avx2)
else()
  set(redline_whisper_variants base)
endif()
set(redline_whisper_flags_base -DGGML_SSE42=ON -DGGML_AVX=OFF -DGGML_AVX2=OFF -DGGML_FMA=OFF -DGGML_F16C=OFF -DGGML_BMI2=OFF)
set(redline_whisper_flags_avx2 -DGGML_SSE42=ON -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_BMI2=ON)

foreach(variant IN LISTS redline_whisper_variants)
  set(prefix ${CMAKE_BINARY_DIR}/whisper-${variant})
  ExternalProject_Add(whisper_${variant}_build
    SOURCE_DIR ${REDLINE_DEPS}/whisper.cpp
    BINARY_DIR ${prefix}/build
    INSTALL_DIR ${prefix}
    STAMP_DIR ${prefix}/stamp
    TMP_DIR ${prefix}/tmp
    CMAKE_ARGS
      -DCMAKE_INSTALL_PREFIX=<INSTALL_DIR> -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_BUILD_TYPE=Release
      "-DCMAKE_C_FLAGS_RELEASE=-O3 -DNDEBUG" "-DCMAKE_CXX_FLAGS_RELEASE=-O3 -DNDEBUG"
      -DCMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER} -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
      -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_C_VISIBILITY_PRESET=hidden -DCMAKE_CXX_VISIBILITY_PRESET=hidden
      -DBUILD_SHARED_LIBS=OFF -DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_EXAMPLES=OFF -DWHISPER_BUILD_SERVER=OFF
      -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF -DGGML_CCACHE=OFF -DGGML_LLAMAFILE=ON ${redline_whisper_flags_${variant}}
    BUILD_BYPRODUCTS ${prefix}/lib/libwhisper.a ${prefix}/lib/libggml.a ${prefix}/lib/libggml-cpu.a
      ${prefix}/lib/libggml-base.a
    USES_TERMINAL_BUILD ON)
  add_library(deps_whisper_${variant} INTERFACE)
  add_dependencies(deps_whisper_${variant} whisper_${variant}_build)
  target_include_directories(deps_whisper_${variant} SYSTEM INTERFACE ${prefix}/include)
  target_link_libraries(deps_whisper_${variant} INTERFACE ${prefix}/lib/libwhisper.a ${prefix}/lib/libggml.a
    ${prefix}/lib/libggml-cpu.a ${prefix}/lib/libggml-base.a ${CMAKE_DL_LIBS} Threads::Threads)
  file(MAKE_DIRECTORY ${prefix}/include)
  add_library(deps::whisper_${variant} ALIAS deps_whisper_${variant})
endforeach()
