/**
 * Logging in: passwords, tokens of an OpenID provider, sessions of browsers, and limits on wrong
 * attempts.
 */
@NullMarked
package org.radiologytrust.auth.login;

import org.jspecify.annotations.NullMarked;
