package org.radiologytrust.auth;

/**
 * One line of the users file.
 *
 * @param hash of the password, with what it was made with; never the password
 */
public record Account(String name, Role role, String hash) {}
