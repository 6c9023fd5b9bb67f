package org.radiologytrust.auth.users;

/**
 * One line of the users file.
 *
 * @param hash hash of the password, with its algorithm, iterations and salt
 */
public record Account(String name, Role role, String hash) {}
