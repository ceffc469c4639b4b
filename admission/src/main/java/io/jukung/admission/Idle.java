package io.jukung.admission;

/**
 * A plugin that decides nothing: AlwaysAdmit, and those whose feature gates are alpha and off,
 * which do nothing upstream either.
 */
record Idle(String name) implements AdmissionPlugin {}
