/* The C interface between Redline and its speech engines: shared objects that are loaded at run time, so that a missing
 * one leaves text inspection working, two of them may bring clashing libraries, and a crash-prone one can move into a
 * process of its own. Plain C, no exceptions across it; strings are UTF-8 and end in zero.
 *
 * An engine exports redline_recogniser_engine() or redline_voice_engine(), which return a table that lives as long as
 * the library. A model may be used by many threads at once, each with a session of its own; a session by one at a time.
 * Calls that can fail return 0 or NULL and write a sentence into `error` (at most `error_size` bytes). */
#ifndef REDLINE_SPEECH_ENGINE_ABI_H
#define REDLINE_SPEECH_ENGINE_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define REDLINE_ENGINE_ABI 1u

typedef struct redline_model redline_model;
typedef struct redline_session redline_session;

/* One piece of recognised text in order; pieces joined are the text. Times count from the first sample. */
typedef struct redline_piece {
  const char* text;
  int32_t start_ms;
  int32_t end_ms;
  float probability; /* 0..1; 1 when the engine has none */
} redline_piece;

typedef struct redline_hypothesis {
  const redline_piece* pieces; /* owned by the session, valid until its next call */
  size_t piece_count;
  float average_log_probability; /* natural log, <= 0; 0 when the engine has none */
  float no_speech_probability;   /* 0..1; 0 when the engine has none */
} redline_hypothesis;

typedef struct redline_recognise_options {
  const char* language; /* "zh" */
  const char* prompt;   /* words to expect, or "" */
  int32_t context_ms;   /* length of sound that the engine may look at; at least that of the samples */
} redline_recognise_options;

typedef struct redline_recogniser_engine_table {
  uint32_t abi;
  const char* name;
  const char* version;
  int32_t sample_rate;
  int32_t streaming; /* 1: the model decodes while sound arrives */
  redline_model* (*open)(const char* folder, const char* main_file, int32_t threads, char* error, size_t error_size);
  void (*close)(redline_model*);
  redline_session* (*start)(redline_model*, char* error, size_t error_size);
  void (*end)(redline_session*);
  int32_t (*recognise)(redline_session*, const float* samples, size_t count, const redline_recognise_options*,
                       redline_hypothesis* out, char* error, size_t error_size);
} redline_recogniser_engine_table;

/* Voice activity: the probability of voice in each window of `window` samples. */
typedef struct redline_voice_engine_table {
  uint32_t abi;
  const char* name;
  const char* version;
  int32_t sample_rate;
  int32_t window;
  redline_model* (*open)(const char* file, char* error, size_t error_size);
  void (*close)(redline_model*);
  redline_session* (*start)(redline_model*, char* error, size_t error_size);
  void (*end)(redline_session*);
  /* count / window probabilities are written, for one stretch of sound that starts anew. */
  int32_t (*probabilities)(redline_session*, const float* samples, size_t count, float* out, char* error,
                           size_t error_size);
} redline_voice_engine_table;

typedef const redline_recogniser_engine_table* (*redline_recogniser_engine_entry)(void);
typedef const redline_voice_engine_table* (*redline_voice_engine_entry)(void);

#ifdef __cplusplus
}
#endif

#endif
