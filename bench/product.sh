# What the measurements must know of the product: addresses, what they show, the same rows in SQL, and the telephones.
# One place to change when a page moves.

list_path=/employees
list_shows=john.smith
list_sql=
search_path='/employees?search=smith'
search_shows=john.smith
search_sql=

bench_users() { # SIP user and password of every telephone of Acme, one a line
    for number in $(seq 2001 2010) $(seq 2101 2105); do
        echo "$number sip-$number"
    done
}
