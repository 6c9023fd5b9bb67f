/**
 * HTTP servers, logins and roles: who may do what, and limits for clients that have not logged in.
 */
@NullMarked
package org.radiologytrust.auth;

import org.jspecify.annotations.NullMarked;
