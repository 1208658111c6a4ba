/// The part of libvips that `Images` uses. libvips' own calls are variadic, which Swift cannot call, hence
/// these wrappers. Each returns 0, or -1 with the reason in libvips' error buffer, which all threads share.
/// `*out` is a new reference that the caller releases with `g_object_unref`; arguments are borrowed.

#pragma once

#include <vips/vips.h>

/// libvips prints warnings about odd files on stderr. What matters fails the load (`fail_on`).
static inline void cvips_ignore_log(const gchar *domain, GLogLevelFlags level, const gchar *message,
                                    gpointer data) {
  (void)domain, (void)level, (void)message, (void)data;
}

/// Starts libvips: one thread a call (our workers are the parallelism), no cache of operations, and only
/// the loaders that are meant for files from anywhere.
static inline int cvips_start(void) {
  static const char *const loaders[] = {"VipsForeignLoadPng",   "VipsForeignLoadJpeg",
                                        "VipsForeignLoadTiff",  "VipsForeignLoadNsgif",
                                        "VipsForeignLoadWebp",  "VipsForeignLoadPpm"};
  const GLogLevelFlags levels = G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO;
  g_log_set_handler("VIPS", levels, cvips_ignore_log, NULL);
  g_log_set_handler("GLib-GObject", levels, cvips_ignore_log, NULL);
  if (vips_init("unet")) return -1;
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_block_untrusted_set(TRUE);
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++) vips_operation_block_set(loaders[i], FALSE);
  return 0;
}

/// Only loaders of stacks know pages, so the first is asked for by not asking.
static inline int cvips_open_source(VipsSource *source, int page, VipsImage **out) {
  if (source == NULL) return -1;
  char options[32] = "";
  if (page > 0) g_snprintf(options, sizeof options, "[page=%d]", page);
  *out = vips_image_new_from_source(source, options, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                    VIPS_FAIL_ON_ERROR, NULL);
  g_object_unref(source);
  return *out == NULL ? -1 : 0;
}

/// Opens a page of an encoded image, from 0; pixels are decoded when they are asked for. `bytes` must outlive `*out`.
static inline int cvips_open_bytes(const void *bytes, size_t count, int page, VipsImage **out) {
  return cvips_open_source(vips_source_new_from_memory(bytes, count), page, out);
}

/// Opens a page of an image file, from 0, of which only the header is read until pixels are asked for.
static inline int cvips_open_file(const char *path, int page, VipsImage **out) {
  return cvips_open_source(vips_source_new_from_file(path), page, out);
}

/// Wraps decoded grey or red, green and blue pixels, H x W x bands, which must outlive `*out`.
static inline int cvips_wrap(const void *pixels, size_t count, int width, int height, int bands,
                             VipsBandFormat format, VipsImage **out) {
  *out = vips_image_new_from_memory(pixels, count, width, height, bands, format);
  if (*out == NULL) return -1;
  // Without it, 16-bit values would be cut to 8 bits when saved.
  if (format == VIPS_FORMAT_USHORT)
    (*out)->Type = bands == 1 ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16;
  else
    (*out)->Type = bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
  return 0;
}

/// Decodes all pixels, so that later steps may read them in any order.
static inline int cvips_decode(VipsImage *in, VipsImage **out) {
  *out = vips_image_copy_memory(in);
  return *out == NULL ? -1 : 0;
}

/// Turns the image upright, as its EXIF orientation says.
static inline int cvips_upright(VipsImage *in, VipsImage **out) { return vips_autorot(in, out, NULL); }

static inline int cvips_to_srgb(VipsImage *in, VipsImage **out) {
  return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, NULL);
}

static inline int cvips_cast(VipsImage *in, VipsImage **out, VipsBandFormat format) {
  return vips_cast(in, out, format, NULL);
}

static inline int cvips_first_bands(VipsImage *in, VipsImage **out, int count) {
  return vips_extract_band(in, out, 0, "n", count, NULL);
}

/// Encodes a PNG; the caller frees `*bytes` with `g_free`.
///
/// A photograph is a tenth larger than with libpng's own effort of 6, and takes a fifth of the time: a training draws some each epoch.
static inline int cvips_encode_png(VipsImage *in, void **bytes, size_t *count) {
  return vips_pngsave_buffer(in, bytes, count, "compression", 2, NULL);
}

/// Encodes a JPEG, good enough to look at; the caller frees `*bytes` with `g_free`.
static inline int cvips_encode_jpeg(VipsImage *in, void **bytes, size_t *count) {
  return vips_jpegsave_buffer(in, bytes, count, "Q", 80, NULL);
}

/// Encodes a PNG of at most 16 colours, as small as it gets; of all colours where libvips was built without a quantiser.
static inline int cvips_encode_small_png(VipsImage *in, void **bytes, size_t *count) {
  return vips_pngsave_buffer(in, bytes, count, "compression", 9, "palette", TRUE, "bitdepth", 4, "dither", 0.0,
                             NULL);
}
