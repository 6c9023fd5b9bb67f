/** Who may log in: accounts, roles and passwords, in a file or in the journal's database. */
@NullMarked
package org.radiologytrust.auth.users;

import org.jspecify.annotations.NullMarked;
