/** Who may do what at the HTTP edges: users, tokens, roles, and the guard before every request. */
package org.radiologytrust.auth;
