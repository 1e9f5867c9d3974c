/** SHA-256 of the page's script and style, for its policy; a test holds them to what they are. */
export const SCRIPT_HASH = 'sha256-tqFNSlogrizTM2bOR0zNn3uIxJqeOA0haQ4zqIfAJLs='
export const STYLE_HASH = 'sha256-yzMqjgWLh25ZNsS12ffEYZ1Xs7oH9Do6h8W+HE8j0tQ='
