/*
 * tls.h: TLS to an engine, by libcurl: 1.2 and newer, and what went wrong in words.
 */
#ifndef DOCKASSAY_TLS_H
#define DOCKASSAY_TLS_H

#include <curl/curl.h>

#include "endpoint.h"

/*
 * Are the files there, and do certificate and key belong together? -1 (EXIT_USAGE) where that can
 * be told before anybody is asked. Keys are looked at and forgotten; nobody is asked for a password.
 */
int tls_check_files(const struct tls_settings *tls, struct err *err);

void tls_prepare(const struct tls_settings *tls, CURL *easy);

/*
 * Why a transfer failed, where that has to do with TLS: "the engine's certificate has expired ...";
 * NULL where it has not. `text` is what libcurl said. *broken: the connection broke without a
 * reason; asked again with only_1_2, the engine may give one.
 */
const char *tls_problem(struct arena *a, const struct tls_settings *tls, CURL *easy, CURLcode code,
    const char *text, bool *broken);

#endif
