/** SHA-256 of the page's script and style, for its policy; a test holds them to what they are. */
export const SCRIPT_HASH = 'sha256-oxONiFoGIFyqHPNxyflsTL3/tQ0HUqC7caFI3pFjekQ='
export const STYLE_HASH = 'sha256-0+CxpQ3GvJQ6lX9PEYFnNZVQ1/mTjmKgJabDsFuTW8A='
